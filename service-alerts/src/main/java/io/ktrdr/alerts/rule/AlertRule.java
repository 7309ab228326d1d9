package io.ktrdr.alerts.rule;

import java.time.Duration;

/**
 * When to raise an alert about whoever a signal is about.
 *
 * @param name    unique
 * @param lasting how long the condition must have been met
 * @param message for people, with {@code {subject}}, {@code {value}}, {@code {threshold}} and {@code {detail}}
 */
public record AlertRule(
        String name, Severity severity, Signal signal, Condition condition, Duration lasting, String message) {

    /** @param detail what the service knows beyond the number; may be empty */
    public String messageAbout(String subject, double value, String detail) {
        return Placeholder.fill(message, placeholder -> switch (placeholder) {
            case SUBJECT -> subject;
            case VALUE -> signal.unit().inWords(value);
            case THRESHOLD -> signal.unit().inWords(condition.threshold());
            case DETAIL -> detail;
        });
    }
}

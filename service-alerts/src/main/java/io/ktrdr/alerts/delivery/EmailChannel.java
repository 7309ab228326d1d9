package io.ktrdr.alerts.delivery;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** E-mail to everybody who is on the list. */
record EmailChannel(List<String> recipients, Duration timeout, ReactiveMailer mailer) implements Channel {
    private static final int LONGEST_SUBJECT = 150;

    @Override
    public Uni<Void> send(Message message) {
        Mail mail = new Mail()
                .setTo(recipients)
                .setSubject(subject(message))
                .setText(text(message))
                // the same in every attempt, as programs that sort mail expect it of the same mail
                .addHeader("Message-ID", "<" + message.deliveryId() + "@ktrdr>")
                // so that what belongs to one alert is shown together
                .addHeader("References", "<" + message.alertId() + "@ktrdr>")
                .addHeader("Auto-Submitted", "auto-generated");
        return mailer.send(mail).onFailure().transform(failure -> new NotDelivered("not taken: " + causes(failure)));
    }

    private static String subject(Message message) {
        String line = "ktrdr " + message.line();
        return line.length() <= LONGEST_SUBJECT ? line : line.substring(0, LONGEST_SUBJECT - 3) + "...";
    }

    private static String text(Message message) {
        return """
                %s

                alert     %s
                rule      %s
                severity  %s
                subject   %s
                raised    %s
                resolved  %s

                ktrdr alerts ack %s    says that somebody knows.
                """.formatted(
                        Message.plain(message.text()),
                        message.alertId(),
                        message.rule(),
                        message.severity(),
                        message.subject(),
                        message.raisedAt(),
                        message.resolvedAt() == null ? "-" : message.resolvedAt(),
                        message.alertId());
    }

    private static String causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(cause -> String.valueOf(cause.getMessage()))
                .distinct()
                .collect(Collectors.joining(": "));
    }
}

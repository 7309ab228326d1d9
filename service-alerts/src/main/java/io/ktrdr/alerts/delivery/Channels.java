package io.ktrdr.alerts.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.alerts.AlertsConfig;
import io.ktrdr.alerts.AlertsConfig.ChannelConfig;
import io.ktrdr.alerts.rule.Severity;
import io.quarkus.mailer.reactive.ReactiveMailer;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The channels that are configured, and the log. */
@Singleton
public final class Channels {
    private static final String LOG = "log";

    private final Map<String, Channel> channels = new TreeMap<>();
    private final Map<String, Severity> least = new TreeMap<>();

    /** @throws IllegalArgumentException naming the property that cannot be used */
    public Channels(AlertsConfig config, ObjectMapper json, Instance<ReactiveMailer> mailer) {
        channels.put(LOG, new LogChannel(Duration.ofSeconds(10)));
        least.put(LOG, Severity.INFO);
        config.channels().forEach((name, one) -> {
            channels.put(name, channel(name, one, json, mailer));
            least.put(name, one.minimumSeverity());
        });
    }

    private static Channel channel(
            String name, ChannelConfig config, ObjectMapper json, Instance<ReactiveMailer> mailer) {
        return switch (config.type()) {
            case LOG -> new LogChannel(config.timeout());
            case WEBHOOK -> {
                String property = "ktrdr.alerts.channels." + name + ".url";
                String url = config.url().orElseThrow(() -> new IllegalArgumentException(property + " is missing"));
                try {
                    yield new WebhookChannel(WebhookChannel.url(url), config.timeout(), json);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(property + " " + e.getMessage());
                }
            }
            case EMAIL ->
                new EmailChannel(
                        config.recipients()
                                .filter(recipients -> !recipients.isEmpty())
                                .orElseThrow(() -> new IllegalArgumentException(
                                        "ktrdr.alerts.channels." + name + ".recipients is missing")),
                        config.timeout(),
                        mailer.get());
        };
    }

    public List<String> names() {
        return List.copyOf(channels.keySet());
    }

    /** What is less severe is not told there. */
    public Severity leastSeverity(String name) {
        return Optional.ofNullable(least.get(name)).orElseThrow();
    }

    Duration longestTimeout() {
        return channels.values().stream()
                .map(Channel::timeout)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    Channel get(String name) {
        return Optional.ofNullable(channels.get(name)).orElseThrow();
    }
}

package io.ktrdr.alerts;

import io.ktrdr.alerts.rule.Severity;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code ktrdr.alerts.*} */
@ConfigMapping(prefix = "ktrdr.alerts")
public interface AlertsConfig {
    /** A file of rules: one of the name of a shipped rule replaces that, others come on top. */
    Optional<Path> rules();

    /** How often the registry compares; {@code off}: never. The coordinator does with every tick. Read by the registry's watch. */
    @WithDefault("5s")
    String evaluateInterval();

    /** How often it is looked whether there is something to tell; {@code off}: never. Read by the sender. */
    @WithDefault("2s")
    String sendInterval();

    /** Who is told, by name. The log always is, as the channel {@code log}. */
    Map<String, ChannelConfig> channels();

    /** The server that e-mail is given to, where there is a channel of that type. */
    MailConfig mail();

    /** {@code ktrdr.alerts.channels.NAME.*} */
    interface ChannelConfig {
        /** What it is. */
        ChannelType type();

        /** Of a webhook. */
        Optional<String> url();

        /** Of e-mail. */
        Optional<List<String>> recipients();

        /** What is less severe is not told. */
        @WithDefault("info")
        Severity minimumSeverity();

        /** How long one attempt may take. */
        @WithDefault("10s")
        Duration timeout();
    }

    /** The kinds of channels. */
    enum ChannelType {
        LOG,
        WEBHOOK,
        EMAIL
    }

    /** {@code ktrdr.alerts.mail.*}; handed on to the mailer. */
    interface MailConfig {
        @WithDefault("localhost")
        String host();

        @WithDefault("25")
        int port();

        /** The sender's address. */
        @WithDefault("ktrdr@localhost")
        String from();

        Optional<String> user();

        Optional<String> password();

        /** Whether the connection is encrypted after it was made: {@code disabled}, {@code optional}, {@code required}. */
        @WithDefault("optional")
        String startTls();
    }
}

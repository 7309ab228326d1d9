package io.ktrdr.edge;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Traces are sent when somebody says where to, by the variable that OpenTelemetry has for it, and else not even begun. Whoever sets
 * Quarkus' own properties is not contradicted.
 */
public final class TracingSwitch implements ConfigSourceFactory {
    /** Of the variable {@code OTEL_EXPORTER_OTLP_ENDPOINT}. */
    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";

    /** Below that of application.properties. */
    private static final int ORDINAL = 200;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        return List.of(new PropertiesConfigSource(properties(context.getValue(ENDPOINT)), "TracingSwitch", ORDINAL));
    }

    private static Map<String, String> properties(ConfigValue endpoint) {
        String value = endpoint == null ? null : endpoint.getValue();
        return value == null || value.isBlank()
                ? Map.of("quarkus.otel.sdk.disabled", "true")
                : Map.of("quarkus.otel.sdk.disabled", "false", "quarkus.otel.exporter.otlp.endpoint", value);
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }
}

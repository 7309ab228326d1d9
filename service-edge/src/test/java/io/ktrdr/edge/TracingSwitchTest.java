package io.ktrdr.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TracingSwitchTest {
    private static final String DISABLED = "quarkus.otel.sdk.disabled";

    private static SmallRyeConfig config(Map<String, String> given) {
        return new SmallRyeConfigBuilder()
                .withSources(new TracingSwitch())
                .withSources(new PropertiesConfigSource(given, "given", 300))
                .build();
    }

    @Test
    void there_are_no_traces_until_somebody_says_where_to() {
        assertTrue(config(Map.of()).getValue(DISABLED, Boolean.class));
        assertTrue(config(Map.of("otel.exporter.otlp.endpoint", " ")).getValue(DISABLED, Boolean.class));
    }

    @Test
    void they_are_sent_where_the_variable_of_opentelemetry_says() {
        SmallRyeConfig config = config(Map.of("otel.exporter.otlp.endpoint", "http://collector:4317"));
        assertFalse(config.getValue(DISABLED, Boolean.class));
        assertEquals("http://collector:4317", config.getValue("quarkus.otel.exporter.otlp.endpoint", String.class));
    }

    @Test
    void quarkus_own_properties_have_the_last_word() {
        assertTrue(config(Map.of("otel.exporter.otlp.endpoint", "http://collector:4317", DISABLED, "true"))
                .getValue(DISABLED, Boolean.class));
    }
}

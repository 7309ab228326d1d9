package io.ktrdr.edge;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Who makes spans by hand asks here: while traces are off he gets a tracer that does nothing. That of a disabled SDK makes spans all
 * the same, which nobody takes, and tells others of them.
 */
@Singleton
public final class Tracing {
    private static final String INSTRUMENTATION = "io.ktrdr";

    private final Tracer tracer;

    Tracing(OpenTelemetry telemetry, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled) {
        tracer = (disabled ? TracerProvider.noop() : telemetry.getTracerProvider()).get(INSTRUMENTATION);
    }

    public Tracer tracer() {
        return tracer;
    }
}

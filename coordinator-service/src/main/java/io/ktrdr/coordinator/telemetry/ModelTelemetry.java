package io.ktrdr.coordinator.telemetry;

import io.ktrdr.coordinator.MonotonicClock;
import io.ktrdr.coordinator.models.ModelWatch;
import io.ktrdr.coordinator.models.Usage;
import io.ktrdr.edge.Tracing;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Calls of models by OpenTelemetry's semantic conventions for generative AI. */
@Singleton
final class ModelTelemetry implements ModelWatch {
    private static final String NO_ERROR = "";

    private final MeterRegistry registry;
    private final MonotonicClock time;
    private final Tracer tracer;

    ModelTelemetry(MeterRegistry registry, MonotonicClock time, Tracing tracing) {
        this.registry = registry;
        this.time = time;
        this.tracer = tracing.tracer();
    }

    @Override
    public Call sends(String provider, String model) {
        Tags tags = Tags.of(
                "gen_ai.operation.name", "chat", "gen_ai.provider.name", provider, "gen_ai.request.model", model);
        Span span = tracer.spanBuilder("chat " + model)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("gen_ai.operation.name", "chat")
                .setAttribute("gen_ai.provider.name", provider)
                .setAttribute("gen_ai.request.model", model)
                .startSpan();
        long begun = time.millis();
        return new Call() {
            @Override
            public void answered(@Nullable Usage usage) {
                ended(NO_ERROR, usage);
            }

            @Override
            public void failed(String errorType, @Nullable Usage usage) {
                span.setAttribute("error.type", errorType);
                span.setStatus(StatusCode.ERROR);
                ended(errorType, usage);
            }

            @Override
            public void notSent() {
                span.setAttribute("error.type", "not_sent");
                span.end();
            }

            private void ended(String errorType, @Nullable Usage usage) {
                took(tags, errorType, Duration.ofMillis(time.millis() - begun));
                if (usage != null) {
                    long input = usage.input() + usage.cacheRead() + usage.cacheWrite();
                    used(tags, "input", input);
                    used(tags, "output", usage.output());
                    span.setAttribute("gen_ai.usage.input_tokens", input);
                    span.setAttribute("gen_ai.usage.output_tokens", usage.output());
                }
                span.end();
            }
        };
    }

    private void took(Tags tags, String errorType, Duration duration) {
        Timer.builder("gen_ai.client.operation.duration")
                .description("How long requests to models took; error_type is empty for those that were answered")
                .serviceLevelObjectives(Buckets.MODEL_CALL)
                .tags(tags)
                .tag("error.type", errorType)
                .register(registry)
                .record(duration);
    }

    private void used(Tags tags, String type, long tokens) {
        DistributionSummary.builder("gen_ai.client.token.usage")
                .description("Tokens of a request, as its provider counted them")
                .serviceLevelObjectives(Buckets.TOKENS)
                .tags(tags)
                .tag("gen_ai.token.type", type)
                .register(registry)
                .record(tokens);
    }
}

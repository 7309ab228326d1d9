package io.ktrdr.coordinator.telemetry;

import io.ktrdr.coordinator.MonotonicClock;
import io.ktrdr.coordinator.models.ModelWatch;
import io.ktrdr.coordinator.models.Usage;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Calls of models by OpenTelemetry's semantic conventions for generative AI. */
@Singleton
final class ModelTelemetry implements ModelWatch {
    private static final String NO_ERROR = "";

    private final MeterRegistry registry;
    private final MonotonicClock time;

    ModelTelemetry(MeterRegistry registry, MonotonicClock time) {
        this.registry = registry;
        this.time = time;
    }

    @Override
    public Call sends(String provider, String model) {
        Tags tags = Tags.of(
                "gen_ai.operation.name", "chat", "gen_ai.provider.name", provider, "gen_ai.request.model", model);
        long begun = time.millis();
        return new Call() {
            @Override
            public void answered(@Nullable Usage usage) {
                ended(NO_ERROR, usage);
            }

            @Override
            public void failed(String errorType, @Nullable Usage usage) {
                ended(errorType, usage);
            }

            private void ended(String errorType, @Nullable Usage usage) {
                took(tags, errorType, Duration.ofMillis(time.millis() - begun));
                if (usage != null) {
                    used(tags, "input", usage.input() + usage.cacheRead() + usage.cacheWrite());
                    used(tags, "output", usage.output());
                }
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

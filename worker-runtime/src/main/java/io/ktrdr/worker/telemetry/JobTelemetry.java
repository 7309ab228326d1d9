package io.ktrdr.worker.telemetry;

import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.job.JobState;
import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.edge.Tracing;
import io.ktrdr.worker.job.JobDesk;
import io.ktrdr.worker.job.JobWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Tracer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Counts and measures jobs, and traces each. */
@Singleton
public final class JobTelemetry implements JobWatch {
    private static final Duration[] JOB = buckets(
            100,
            500,
            1_000,
            5_000,
            10_000,
            30_000,
            60_000,
            120_000,
            300_000,
            600_000,
            1_800_000,
            3_600_000,
            14_400_000,
            43_200_000,
            86_400_000);
    private static final Duration[] CHECKPOINT =
            buckets(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000);

    private final MeterRegistry registry;
    private final Tracer tracer;
    private final Timer checkpoints;

    JobTelemetry(MeterRegistry registry, Tracing tracing) {
        this.registry = registry;
        this.tracer = tracing.tracer();
        this.checkpoints = Timer.builder("ktrdr.worker.checkpoint.duration")
                .description("How long checkpoints took until the coordinator had them")
                .serviceLevelObjectives(CHECKPOINT)
                .register(registry);
    }

    private static Duration[] buckets(long... millis) {
        return LongStream.of(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    /** Once; as long as the desk is there. */
    public void watch(JobDesk desk) {
        Gauge.builder("ktrdr.worker.outbox.results", desk, JobDesk::undelivered)
                .description("Results that no coordinator has acknowledged yet")
                .register(registry);
    }

    @Override
    public Job begins(StartJob order) {
        Timer.Sample begun = Timer.start(registry);
        String type = order.jobType().wireName();
        JobSpan span = new JobSpan(tracer, order);
        return new Job() {
            @Override
            public Scope atWork() {
                return span.atWork();
            }

            @Override
            public Runnable checkpoint() {
                Timer.Sample sent = Timer.start(registry);
                return () -> sent.stop(checkpoints);
            }

            @Override
            public void ended(JobState state, @Nullable FailureClass failure) {
                span.ended(state, failure);
                Tags tags = Tags.of("type", type, "outcome", state.wireName());
                begun.stop(Timer.builder("ktrdr.worker.job.duration")
                        .description("How long jobs took from their accepted start to their end")
                        .serviceLevelObjectives(JOB)
                        .tags(tags)
                        .register(registry));
                Counter.builder("ktrdr.worker.jobs")
                        .description("Jobs that have ended")
                        .tags(tags)
                        .register(registry)
                        .increment();
            }
        };
    }
}

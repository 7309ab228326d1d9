package io.ktrdr.worker.stub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.worker.JobContext;
import io.ktrdr.worker.JobFailure;
import io.ktrdr.worker.JobOutcome;
import io.ktrdr.worker.JobRunner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Takes its time, reports progress, can be cancelled, checkpointed and resumed, and computes nothing: its numbers are made
 * up and marked {@code "stub": true}. Whether it fails is drawn from the claim, so that each attempt draws anew and a
 * repeated run agrees with the first.
 */
public final class StubJobRunner implements JobRunner {
    private static final int LEAST_STEPS = 20;
    private static final Duration LONGEST_STEP = Duration.ofSeconds(1);
    /** Times as long. */
    private static final int CRAWLING = 10;

    private final WorkerType type;
    private final Duration duration;
    private final double failureRate;
    private final Supplier<StubMood> mood;
    private final int steps;

    /**
     * @param mood asked before each step
     * @throws IllegalArgumentException for a negative duration, or a rate outside 0..1
     */
    StubJobRunner(WorkerType type, Duration duration, double failureRate, Supplier<StubMood> mood) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("ktrdr.stub.duration must not be negative");
        }
        if (!(failureRate >= 0 && failureRate <= 1)) {
            throw new IllegalArgumentException("ktrdr.stub.failure-rate must be between 0 and 1");
        }
        this.type = type;
        this.duration = duration;
        this.failureRate = failureRate;
        this.mood = mood;
        this.steps = (int) Math.clamp(duration.dividedBy(LONGEST_STEP), LEAST_STEPS, Integer.MAX_VALUE - 1);
    }

    /** As the configuration says. */
    public static StubJobRunner of(WorkerType type, StubConfig config) {
        Optional<Path> mood = config.mood();
        return new StubJobRunner(
                type,
                config.duration(),
                config.failureRate(),
                () -> mood.map(StubMood::in).orElse(StubMood.WELL));
    }

    @Override
    public WorkerType type() {
        return type;
    }

    @Override
    public JobOutcome run(JobContext context) throws JobFailure, InterruptedException {
        Random luck = new Random(HexFormat.fromHexDigitsToLong(Sha256.of(context.claim()), 0, 16));
        int failsAt = luck.nextDouble() < failureRate ? 1 + luck.nextInt(steps) : steps + 1;
        int done = context.resume().map(from -> (int) from.step()).orElse(0);
        for (int step = done + 1; step <= steps && !context.cancelled(); step++) {
            Duration pause = duration.dividedBy(steps);
            Thread.sleep(pause);
            misbehave(pause);
            if (step >= failsAt) {
                throw JobFailure.ofWorker("stub_failure", "This stub job was drawn to fail");
            }
            context.progress(step, (double) step / steps, "stub step " + step + "/" + steps);
            byte[] state = ("stub step " + step).getBytes(StandardCharsets.UTF_8);
            context.checkpoint(step, () -> state);
        }
        return new JobOutcome(result());
    }

    private void misbehave(Duration pause) throws JobFailure, InterruptedException {
        switch (mood.get()) {
            case WELL -> {}
            case FAIL -> throw JobFailure.ofWorker("stub_failure", "This stub worker is in the mood to fail");
            case HANG -> Thread.sleep(Long.MAX_VALUE);
            case CRAWL -> Thread.sleep(pause.multipliedBy(CRAWLING - 1));
            case EXHAUST -> StubMood.exhaustMemory();
        }
    }

    private ObjectNode result() {
        return switch (type) {
            case TRAINING -> StubResults.training();
            case BACKTESTING -> StubResults.backtest();
        };
    }
}

package io.ktrdr.worker.stub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.worker.JobContext;
import io.ktrdr.worker.JobFailure;
import io.ktrdr.worker.JobOutcome;
import io.ktrdr.worker.JobRunner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;

/**
 * Takes its time, reports progress, can be cancelled, checkpointed and resumed, and computes nothing: its numbers are made
 * up and marked {@code "stub": true}. Whether it fails is drawn from the claim, so that each attempt draws anew and a
 * repeated run agrees with the first.
 */
public final class StubJobRunner implements JobRunner {
    private static final int STEPS = 20;

    private final WorkerType type;
    private final Duration duration;
    private final double failureRate;

    /** @throws IllegalArgumentException for a negative duration, or a rate outside 0..1 */
    public StubJobRunner(WorkerType type, Duration duration, double failureRate) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("ktrdr.stub.duration must not be negative");
        }
        if (!(failureRate >= 0 && failureRate <= 1)) {
            throw new IllegalArgumentException("ktrdr.stub.failure-rate must be between 0 and 1");
        }
        this.type = type;
        this.duration = duration;
        this.failureRate = failureRate;
    }

    @Override
    public WorkerType type() {
        return type;
    }

    @Override
    public JobOutcome run(JobContext context) throws JobFailure, InterruptedException {
        Random luck = new Random(HexFormat.fromHexDigitsToLong(Sha256.of(context.claim()), 0, 16));
        int failsAt = luck.nextDouble() < failureRate ? 1 + luck.nextInt(STEPS) : STEPS + 1;
        int done = context.resume().map(from -> (int) from.step()).orElse(0);
        for (int step = done + 1; step <= STEPS && !context.cancelled(); step++) {
            Thread.sleep(duration.dividedBy(STEPS));
            if (step >= failsAt) {
                throw JobFailure.ofWorker("stub_failure", "This stub job was drawn to fail");
            }
            context.progress(step, (double) step / STEPS, "stub step " + step + "/" + STEPS);
            byte[] state = ("stub step " + step).getBytes(StandardCharsets.UTF_8);
            context.checkpoint(step, () -> state);
        }
        return new JobOutcome(result());
    }

    private ObjectNode result() {
        return switch (type) {
            case TRAINING -> StubResults.training();
            case BACKTESTING -> StubResults.backtest();
        };
    }
}

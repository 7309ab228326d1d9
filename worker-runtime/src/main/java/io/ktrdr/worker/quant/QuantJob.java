package io.ktrdr.worker.quant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.quant.job.Control;
import io.ktrdr.quant.job.JobCancelledException;
import io.ktrdr.quant.job.JobException;
import io.ktrdr.quant.job.JobResult;
import io.ktrdr.worker.JobContext;
import io.ktrdr.worker.JobFailure;
import io.ktrdr.worker.JobOutcome;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A pure job, given this runtime's artifacts, progress and checkpoints. */
@FunctionalInterface
public interface QuantJob {
    /**
     * Runs to the end, or throws.
     *
     * @param bytesBySha fetches an artifact
     * @param checkpoint of an earlier attempt, or null
     * @throws JobException for a spec that can never succeed
     * @throws JobCancelledException soon after being told to stop
     */
    JobResult run(String specJson, Function<String, byte[]> bytesBySha, byte @Nullable [] checkpoint, Control control);

    /** Runs it to its end, its artifacts kept for delivery. */
    static JobOutcome run(QuantJob job, JobContext context) throws JobFailure, InterruptedException {
        try {
            byte[] checkpoint = context.resume().map(JobContext.Resume::state).orElse(null);
            JobResult result = job.run(context.spec(), sha256 -> fetch(context, sha256), checkpoint, control(context));
            for (byte[] artifact : result.artifacts().values()) {
                context.artifact(artifact);
            }
            return new JobOutcome((ObjectNode) result.result());
        } catch (JobException e) {
            throw JobFailure.ofJob(e.code(), e.getMessage());
        } catch (JobCancelledException e) {
            throw JobFailure.interrupted("cancelled", "cancelled");
        } catch (FetchFailed e) {
            throw e.failure;
        } catch (FetchInterrupted e) {
            throw e.interruption;
        }
    }

    private static byte[] fetch(JobContext context, String sha256) {
        try {
            return context.fetch(sha256);
        } catch (JobFailure e) {
            throw new FetchFailed(e);
        } catch (InterruptedException e) {
            throw new FetchInterrupted(e);
        }
    }

    private static Control control(JobContext context) {
        return new Control() {
            @Override
            public boolean cancelled() {
                return context.cancelled();
            }

            @Override
            public void progress(long step, double fraction, String message) {
                context.progress(step, fraction, message);
            }

            @Override
            public void startedAfresh(String why) {
                context.startedAfresh(why);
            }

            @Override
            public void checkpoint(long step, Supplier<byte[]> bytes) {
                context.checkpoint(step, bytes);
            }
        };
    }

    /** Carries a checked exception through a function that has none. */
    final class FetchFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final JobFailure failure;

        private FetchFailed(JobFailure failure) {
            super(failure);
            this.failure = failure;
        }
    }

    /** As {@link FetchFailed}. */
    final class FetchInterrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final InterruptedException interruption;

        private FetchInterrupted(InterruptedException interruption) {
            super(interruption);
            this.interruption = interruption;
        }
    }
}

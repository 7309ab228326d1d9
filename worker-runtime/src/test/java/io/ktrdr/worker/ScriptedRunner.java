package io.ktrdr.worker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ktrdr.contracts.worker.WorkerType;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A real job of a few lines whose spec says how it ends. */
@Singleton
public final class ScriptedRunner implements JobRunner {
    public static final String SUCCEED = "{\"end\":\"succeed\"}";
    public static final String FAIL = "{\"end\":\"fail\"}";
    public static final String CRASH = "{\"end\":\"crash\"}";
    public static final String RUN_OUT_OF_MEMORY = "{\"end\":\"run out of memory\"}";
    /** Reports progress until it is told to stop. */
    public static final String WAIT = "{\"end\":\"wait\"}";
    /** Offers a checkpoint at every step until it is told to stop. */
    public static final String CHECKPOINT = "{\"end\":\"checkpoint\"}";
    /** Offers one checkpoint and waits until it is told to stop. */
    public static final String CHECKPOINT_ONCE = "{\"end\":\"checkpoint once\"}";
    /** Fetches its checkpoint and echoes it, if it is to be had. */
    public static final String RESUME = "{\"end\":\"resume\"}";
    /** Cannot be interrupted until {@link #letGo}. */
    public static final String STUBBORN = "{\"end\":\"stubborn\"}";

    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final Semaphore begun = new Semaphore(0);
    private final CountDownLatch held = new CountDownLatch(1);

    public int runs() {
        return runs.get();
    }

    public int mostAtOnce() {
        return mostAtOnce.get();
    }

    /** Waits until one more job has begun. */
    public void awaitBegin() throws InterruptedException {
        if (!begun.tryAcquire(20, TimeUnit.SECONDS)) {
            throw new AssertionError("no job began");
        }
    }

    public void letGo() {
        held.countDown();
    }

    @Override
    public WorkerType type() {
        return WorkerType.TRAINING;
    }

    @Override
    public JobOutcome run(JobContext context) throws JobFailure, InterruptedException {
        runs.incrementAndGet();
        begun.release();
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            return follow(context);
        } finally {
            atOnce.decrementAndGet();
        }
    }

    private JobOutcome follow(JobContext context) throws JobFailure, InterruptedException {
        return switch (context.spec()) {
            case FAIL -> throw JobFailure.ofJob("bad_spec", "cannot be done");
            case CRASH -> throw new IllegalStateException("boom");
            case RUN_OUT_OF_MEMORY -> throw new OutOfMemoryError("as the test asked");
            case WAIT -> untilStopped(context, false);
            case CHECKPOINT -> untilStopped(context, true);
            case CHECKPOINT_ONCE -> {
                // the interval of the bench is a millisecond
                Thread.sleep(2);
                context.checkpoint(1, () -> "the only state".getBytes(StandardCharsets.UTF_8));
                yield untilStopped(context, false);
            }
            case STUBBORN -> stubborn();
            case RESUME -> {
                Optional<JobContext.Resume> from = context.resume();
                context.progress(1, 0.5, "going on");
                yield outcome(from.map(at -> new String(at.state(), StandardCharsets.UTF_8) + "@" + at.step())
                        .orElse("from the beginning"));
            }
            default -> outcome(context.artifact("artifact".getBytes(StandardCharsets.UTF_8)));
        };
    }

    private static JobOutcome untilStopped(JobContext context, boolean checkpoints) throws InterruptedException {
        for (int step = 1; !context.cancelled(); step++) {
            int now = step;
            context.progress(step, 0.25, "step " + step);
            if (checkpoints) {
                context.checkpoint(step, () -> ("state " + now).getBytes(StandardCharsets.UTF_8));
            }
            Thread.sleep(2);
        }
        return outcome("stopped");
    }

    private JobOutcome stubborn() {
        boolean released = false;
        while (!released) {
            try {
                held.await();
                released = true;
            } catch (InterruptedException e) {
                // that is what stubborn means
                released = false;
            }
        }
        return outcome("at last");
    }

    private static JobOutcome outcome(String said) {
        return new JobOutcome(JsonNodeFactory.instance.objectNode().put("said", said));
    }
}

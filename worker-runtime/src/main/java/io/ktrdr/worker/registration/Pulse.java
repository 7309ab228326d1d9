package io.ktrdr.worker.registration;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Whether a thread that works and rests in turn still does. */
final class Pulse {
    /** One turn is bounded by the timeouts of its calls, which are far below. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LongSupplier nanos;
    private long due;
    private boolean beating;

    /** @param nanos as {@link System#nanoTime}; nothing is expected before the first word */
    Pulse(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** It works from now on. */
    synchronized void beats() {
        beating = true;
        due = nanos.getAsLong();
    }

    /** It sleeps for so long at the most. */
    synchronized void rests(Duration atMost) {
        beating = true;
        due = nanos.getAsLong() + atMost.toNanos();
    }

    /** It has nothing more to do. */
    synchronized void ends() {
        beating = false;
    }

    synchronized boolean isStuck() {
        return beating && nanos.getAsLong() - due > PATIENCE.toNanos();
    }
}

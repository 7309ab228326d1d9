package io.ktrdr.coordinator;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for what other threads do, with a bound. */
public final class Eventually {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private Eventually() {}

    public static void eventually(BooleanSupplier condition, Supplier<String> otherwise) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never happened: " + otherwise.get());
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }
}

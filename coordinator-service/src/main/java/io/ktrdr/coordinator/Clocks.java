package io.ktrdr.coordinator;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** The process's clock, for durations and dates; what services agree on is judged by the database's. */
final class Clocks {
    @Produces
    @Singleton
    Clock utc() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    MonotonicClock sinceSomeMoment() {
        return () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}

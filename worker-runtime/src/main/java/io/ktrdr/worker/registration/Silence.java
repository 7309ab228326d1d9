package io.ktrdr.worker.registration;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** How loudly to speak of a registry that does not answer: all services boot at once, and the first seconds are no fault. */
final class Silence {
    static final Duration BOOT = Duration.ofSeconds(30);

    private final LongSupplier nanos;
    private final long boot;
    private boolean heardOnce;
    private Logger.Level said = Logger.Level.DEBUG;

    /** @param nanos as {@link System#nanoTime}; it boots now */
    Silence(LongSupplier nanos) {
        this.nanos = nanos;
        this.boot = nanos.getAsLong();
    }

    void heard() {
        heardOnce = true;
        said = Logger.Level.DEBUG;
    }

    /** @return INFO while it boots, WARN after; DEBUG for what has been said already */
    Logger.Level unheard() {
        boolean booting = !heardOnce && nanos.getAsLong() - boot < BOOT.toNanos();
        Logger.Level level = booting ? Logger.Level.INFO : Logger.Level.WARN;
        if (level == said) {
            return Logger.Level.DEBUG;
        }
        said = level;
        return level;
    }
}

package io.ktrdr.worker.process;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Ends this process so that whoever started it starts it again: the running job is handed back as on SIGTERM, and when that
 * does not come to an end, the process does.
 */
final class Restart {
    private static final Logger LOG = Logger.getLogger(Restart.class);
    /** For what follows the drain's patience: a job that is interrupted, the last reports, the end of the services. */
    static final Duration AFTER_DRAIN = Duration.ofSeconds(12);

    private final ProcessExit exit;
    private final Duration atMost;
    private final AtomicBoolean begun = new AtomicBoolean();

    /** @param atMost until it has ended */
    Restart(ProcessExit exit, Duration atMost) {
        this.exit = exit;
        this.atMost = atMost;
    }

    /** Returns at once; asking again changes nothing. */
    void begin(String why) {
        if (begun.getAndSet(true)) {
            return;
        }
        LOG.warnf("This worker starts anew: %s", why);
        try {
            Thread.ofPlatform().name("restart").daemon().start(this::haltInTheEnd);
            exit.exit(ExitCode.RESTART);
        } catch (OutOfMemoryError e) {
            // not even a thread can be had: the next process reports the job from the journal
            exit.halt(ExitCode.RESTART);
        }
    }

    private void haltInTheEnd() {
        try {
            Thread.sleep(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exit.halt(ExitCode.RESTART);
    }
}

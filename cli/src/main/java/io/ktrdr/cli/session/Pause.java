package io.ktrdr.cli.session;

import java.time.Duration;

/** Between two looks at something that changes. */
public final class Pause {
    private Pause() {}

    public static void of(Duration interval) {
        try {
            Thread.sleep(interval);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "Interrupted");
        }
    }
}

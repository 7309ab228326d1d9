package io.ktrdr.coordinator.wake;

import jakarta.inject.Singleton;

/** Runs a tick at once. Calling it often costs nothing: a tick that is under way runs once more, no matter how many asked. */
@Singleton
public final class WakeUp {
    private volatile Runnable ticker = () -> {};

    public void wakes(Runnable tick) {
        ticker = tick;
    }

    public void now() {
        ticker.run();
    }
}

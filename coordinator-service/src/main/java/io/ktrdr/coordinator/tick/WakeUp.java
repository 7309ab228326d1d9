package io.ktrdr.coordinator.tick;

import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicReference;

/** Runs a tick at once. Calling it often costs nothing: a tick that is under way runs once more, no matter how many asked. */
@Singleton
public final class WakeUp {
    private final AtomicReference<Runnable> ticker = new AtomicReference<>(() -> {});

    void wakes(Runnable tick) {
        ticker.set(tick);
    }

    public void now() {
        ticker.get().run();
    }
}

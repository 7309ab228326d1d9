package io.ktrdr.coordinator;

/** How time passes for this process alone. It never jumps, whatever happens to the time of day. */
@FunctionalInterface
public interface MonotonicClock {
    /** Milliseconds since some moment: only differences mean anything. */
    long millis();
}

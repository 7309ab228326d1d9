package io.ktrdr.faults.link;

import java.time.Duration;

/** What a link does to what it carries. */
public sealed interface Weather {
    Weather CLEAR = new Clear();

    record Clear() implements Weather {}

    /** Whatever is sent arrives so much later. */
    record Slow(Duration delay) implements Weather {}

    /** Every connection ends at once, new ones as soon as they are made. */
    record Cut(Ending how) implements Weather {}

    /** One way is closed in order and what is still sent on it vanishes; the other way goes on. */
    record HalfClosed(Direction closed) implements Weather {}

    /** Connections are taken, and nothing that is sent arrives. */
    record BlackHole() implements Weather {}

    /**
     * A request arrives whole, and the connection is reset when the answer comes: it was done, and who asked does not know.
     *
     * @param word only for requests that contain it, such as {@code COMMIT}; empty: for any
     */
    record AnswerLost(String word) implements Weather {}
}

package io.ktrdr.contracts.operation;

import java.util.Arrays;
import java.util.Optional;

/**
 * Who goes first: P0 before P1 before P2, as long as they were asked for at about the same time: who waits gains on those who
 * come later. Spelled the same on the wire.
 */
public enum Priority {
    P0,
    P1,
    P2;

    /** Empty for a text that is none. */
    public static Optional<Priority> find(String name) {
        return Arrays.stream(values())
                .filter(priority -> priority.name().equals(name))
                .findFirst();
    }
}

package io.ktrdr.faults.link;

/** Which way bytes go on a link. */
public enum Direction {
    /** From the one who connected. */
    REQUEST,
    ANSWER
}

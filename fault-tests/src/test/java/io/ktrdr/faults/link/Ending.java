package io.ktrdr.faults.link;

/** How a connection ends for those who have it. */
public enum Ending {
    /** In order (FIN). */
    CLOSED,
    /** As after a crash (RST). */
    RESET
}

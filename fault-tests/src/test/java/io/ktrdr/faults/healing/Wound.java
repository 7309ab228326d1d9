package io.ktrdr.faults.healing;

/** Harm that was done. */
interface Wound {
    /** Somebody has seen it, or its process has ended: what only a new process heals is healed in the next one. */
    default void noticed() {}

    /** It is over, whatever the rest of the world did about it. May be called more than once. */
    default void end() {}
}

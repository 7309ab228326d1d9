package io.ktrdr.contracts.operation;

/** Who goes first: P0 before P1 before P2. Spelled the same on the wire. */
public enum Priority {
    P0,
    P1,
    P2
}

package io.ktrdr.contracts.job;

import io.ktrdr.contracts.Wire;

/**
 * A job's state, stored as an artifact, from which another worker goes on.
 *
 * @param artifact SHA-256 of the stored bytes
 * @param step     epochs trained or bars processed; only grows
 */
@Wire
public record Checkpoint(String artifact, long step) {}

package io.ktrdr.contracts.job;

import io.ktrdr.contracts.Wire;

/** The artifact has been uploaded before. */
@Wire
public record CheckpointReport(String workerId, String incarnation, long token, Checkpoint checkpoint) {}

package io.ktrdr.contracts.worker;

import io.ktrdr.contracts.Wire;

/** @param drained an operator asked this worker to take no further job */
@Wire
public record HeartbeatAnswer(long heartbeatMillis, long leaseMillis, boolean drained) {}

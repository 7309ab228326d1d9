package io.ktrdr.contracts.worker;

import io.ktrdr.contracts.Wire;

/**
 * @param drained an operator asked this worker to take no further job
 * @param restart this process should save what it can, hand its job back, and end with exit code 75 to be started again
 */
@Wire
public record HeartbeatAnswer(long heartbeatMillis, long leaseMillis, boolean drained, boolean restart) {}

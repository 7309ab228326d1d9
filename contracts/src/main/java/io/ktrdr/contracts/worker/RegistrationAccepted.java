package io.ktrdr.contracts.worker;

import io.ktrdr.contracts.Wire;

/**
 * @param heartbeatMillis how often to send a heartbeat
 * @param leaseMillis     silence after which the worker counts as lost
 */
@Wire
public record RegistrationAccepted(long heartbeatMillis, long leaseMillis) {}

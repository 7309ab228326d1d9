package io.ktrdr.coordinator.research;

/**
 * A worker promised to a child operation.
 *
 * @param token the fencing token of the reservation
 */
public record Assignment(String workerId, String incarnation, String url, long token) {}

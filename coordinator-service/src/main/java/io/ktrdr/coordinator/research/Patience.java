package io.ktrdr.coordinator.research;

/**
 * How long nothing may be heard, or nothing may get further, until something counts as failed. Milliseconds.
 *
 * @param silence how long a job may be silent to the coordinator before the registry's word "silent" counts
 * @param job     how long a job on a worker may make no progress
 * @param agent   how long a design or an assessment may make no progress
 */
public record Patience(long silence, long job, long agent) {}

package io.ktrdr.coordinator.research;

import io.ktrdr.contracts.job.FailureClass;

/**
 * An attempt that the coordinator itself declares failed.
 *
 * @param code a short stable name
 */
public record Ending(Child child, FailureClass failureClass, String code, String message) {}

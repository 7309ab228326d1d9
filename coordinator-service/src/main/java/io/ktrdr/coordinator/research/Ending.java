package io.ktrdr.coordinator.research;

import io.ktrdr.contracts.job.FailureClass;

/**
 * An attempt that the coordinator itself declares failed.
 *
 * @param code     a short stable name
 * @param mayStillRun its worker is there, and stays reserved until it has confirmed that it has stopped
 */
public record Ending(Child child, FailureClass failureClass, String code, String message, boolean mayStillRun) {
    static Ending gone(Child child, FailureClass failureClass, String code, String message) {
        return new Ending(child, failureClass, code, message, false);
    }

    static Ending stalled(Child child, String message) {
        return new Ending(child, FailureClass.WORKER, "no_progress", message, true);
    }
}

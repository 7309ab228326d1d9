package io.ktrdr.coordinator.research;

import io.ktrdr.contracts.operation.DependencyFailurePolicy;
import org.jspecify.annotations.Nullable;

/**
 * What an operation depends on, and what it lacks.
 *
 * @param depends          something that it depends on keeps it from beginning
 * @param brokenDependency an operation that it depends on, that ended without being completed, and to whose end it does not want to
 *                         be indifferent; null when there is none
 * @param onDependencyFailure what becomes of it then
 * @param queued           waits in line until it is let in
 * @param locksWanted      how many locks it has asked for and does not have
 */
public record Standing(
        boolean depends,
        @Nullable String brokenDependency,
        DependencyFailurePolicy onDependencyFailure,
        boolean queued,
        int locksWanted) {
    public static final Standing FREE = new Standing(false, null, DependencyFailurePolicy.FAIL, false, 0);
}

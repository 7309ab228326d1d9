package io.ktrdr.coordinator.audit;

import io.ktrdr.contracts.operation.OperationStatus;
import org.jspecify.annotations.Nullable;

/**
 * An operation, as far as its worker is concerned.
 *
 * @param workerId    null for one that never had any; then the token is too
 * @param reservation none, open, ended or closed
 */
record Job(
        String id,
        OperationStatus status,
        @Nullable String workerId,
        @Nullable Long token,
        String reservation) {
    /** It relies on the reservation, or has not yet told the registry that it does so no longer. */
    boolean holds(String worker, long withToken) {
        return (isOpen() || reservation.equals("ended"))
                && worker.equals(workerId)
                && token != null
                && token == withToken;
    }

    boolean isOpen() {
        return reservation.equals("open");
    }
}

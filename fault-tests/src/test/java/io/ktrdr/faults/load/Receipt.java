package io.ktrdr.faults.load;

import java.util.Set;

/**
 * What a client knows about one research in the end.
 *
 * @param operationIds  all ids with which its trigger was ever acknowledged; one, when all is well
 * @param cancel        what became of its cancel
 */
public record Receipt(String key, Set<String> operationIds, Cancel cancel) {
    public enum Cancel {
        NOT_ASKED,
        /** Asked, and never answered. */
        UNKNOWN,
        /** 200. */
        DONE,
        /** 409: it was over already, or an earlier cancel without answer had done it. */
        TOO_LATE
    }
}

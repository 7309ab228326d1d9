package io.ktrdr.coordinator.audit;

import io.ktrdr.contracts.audit.Finding;
import org.jspecify.annotations.Nullable;

/**
 * One thing that must not be.
 *
 * @param meaning a sentence for people
 */
record Rule(String code, String meaning) {
    Finding broken(@Nullable String operationId, String detail) {
        return new Finding(code, operationId, meaning, detail);
    }
}

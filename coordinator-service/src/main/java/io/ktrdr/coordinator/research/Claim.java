package io.ktrdr.coordinator.research;

import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.operation.OperationType;

/** The id of a child operation: computed from what it is, so that a duplicate cannot be created. */
final class Claim {
    private static final int HEX_DIGITS = 24;

    private Claim() {}

    static String of(String researchId, OperationType phase, int attempt, String specSha256) {
        String identity = researchId + '|' + phase.wireName() + '|' + attempt + '|' + specSha256;
        return "op_" + Sha256.of(identity).substring(0, HEX_DIGITS);
    }
}

package io.ktrdr.coordinator.research;

import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.operation.OperationType;

/** The id of a child operation: computed from what it is, so that a duplicate cannot be created. */
public final class Claim {
    private static final int HEX_DIGITS = 24;

    private Claim() {}

    static String of(String researchId, OperationType phase, int attempt, String specSha256) {
        return of(researchId + '|' + phase.wireName() + '|' + attempt + '|' + specSha256);
    }

    /** A task's spec is part of it and never changes, so the task and the attempt say it all. */
    public static String ofTask(String taskId, int attempt) {
        return of(taskId + '|' + attempt);
    }

    private static String of(String identity) {
        return "op_" + Sha256.of(identity).substring(0, HEX_DIGITS);
    }
}

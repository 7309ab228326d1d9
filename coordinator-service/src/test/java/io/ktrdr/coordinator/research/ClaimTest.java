package io.ktrdr.coordinator.research;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.operation.OperationType;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClaimTest {
    private static final String SPEC = Sha256.of("{}");

    @Test
    void the_same_attempt_at_the_same_thing_is_the_same_claim() {
        assertEquals(
                Claim.of("op_a", OperationType.TRAINING, 1, SPEC), Claim.of("op_a", OperationType.TRAINING, 1, SPEC));
    }

    @Test
    void whatever_differs_gives_another_claim() {
        Set<String> claims = Set.of(
                Claim.of("op_a", OperationType.TRAINING, 1, SPEC),
                Claim.of("op_b", OperationType.TRAINING, 1, SPEC),
                Claim.of("op_a", OperationType.BACKTESTING, 1, SPEC),
                Claim.of("op_a", OperationType.TRAINING, 2, SPEC),
                Claim.of("op_a", OperationType.TRAINING, 1, Sha256.of("{ }")));
        assertEquals(5, claims.size());
    }

    @Test
    void a_claim_is_an_operation_id() {
        String claim = Claim.of("op_a", OperationType.TRAINING, 1, SPEC);
        assertTrue(claim.matches("op_[0-9a-f]{24}"), claim);
    }
}

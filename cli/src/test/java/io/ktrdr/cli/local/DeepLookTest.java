package io.ktrdr.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.audit.Finding;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeepLookTest {
    private final List<String> said = new ArrayList<>();

    private static DeepLook.Result found(String... operations) {
        List<Finding> findings = Arrays.stream(operations)
                .map(operation -> new Finding("code", operation, "meaning", "detail"))
                .toList();
        return new DeepLook.Result(findings, findings.size(), Map.of(), List.of());
    }

    private DeepLook.Result lasting(DeepLook.Result... looks) {
        Deque<DeepLook.Result> left = new ArrayDeque<>(List.of(looks));
        DeepLook.Result lasting = new DeepLook(said::add, Duration.ZERO).lasting(left::removeFirst);
        assertTrue(left.isEmpty(), "it looked less often than expected");
        return lasting;
    }

    @Test
    void one_look_is_enough_when_nothing_is_found() {
        assertTrue(lasting(found()).isSound());
        assertEquals(List.of(), said);
    }

    @Test
    void what_is_gone_at_the_next_look_was_no_fault() {
        assertTrue(lasting(found("op_1"), found("op_2")).isSound());
        assertEquals(1, said.size());
    }

    @Test
    void what_is_there_at_every_look_is_one() {
        DeepLook.Result lasting = lasting(found("op_1", "op_2"), found("op_2", "op_3", "op_1"), found("op_3", "op_2"));
        assertEquals(
                List.of("op_2"),
                lasting.findings().stream().map(Finding::operationId).toList());
        assertEquals(1, lasting.total());
        assertFalse(lasting.isSound());
    }
}

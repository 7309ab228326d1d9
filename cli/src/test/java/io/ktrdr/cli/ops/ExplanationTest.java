package io.ktrdr.cli.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.operation.OperationEvent;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.operation.Priority;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void every_second_is_in_exactly_one_span() {
        ObjectNode why = JsonNodeFactory.instance.objectNode().put("reason", "waiting for a training worker");
        Explanation explanation = Explanation.of(
                research(START.plusSeconds(10)),
                List.of(
                        event(0, "research.triggered", JsonNodeFactory.instance.objectNode()),
                        event(2, "research.waiting", why),
                        event(7, "research.training", JsonNodeFactory.instance.objectNode()),
                        event(11, "research.completed", JsonNodeFactory.instance.objectNode())),
                START.plusSeconds(100));
        assertEquals(10.0, explanation.totalSeconds());
        assertEquals(
                List.of(
                        new Explanation.Span(START, 2.0, "research.triggered", null),
                        new Explanation.Span(
                                START.plusSeconds(2), 5.0, "research.waiting", "waiting for a training worker"),
                        new Explanation.Span(START.plusSeconds(7), 3.0, "research.training", null)),
                explanation.spans());
    }

    @Test
    void one_that_still_runs_is_accounted_for_until_now() {
        Explanation explanation = Explanation.of(research(null), List.of(), START.plusSeconds(3));
        assertEquals(List.of(new Explanation.Span(START, 3.0, "created", null)), explanation.spans());
    }

    private static OperationEvent event(long second, String type, ObjectNode detail) {
        return new OperationEvent(String.valueOf(second), "op_1", START.plusSeconds(second), type, detail);
    }

    private static OperationView research(@Nullable Instant finished) {
        return new OperationView(
                "op_1",
                OperationType.AGENT_RESEARCH,
                finished == null ? OperationStatus.RUNNING : OperationStatus.COMPLETED,
                null,
                null,
                1,
                null,
                null,
                null,
                START,
                START,
                finished,
                null,
                null,
                null,
                Priority.P1,
                null,
                null,
                null,
                null,
                null,
                List.of());
    }
}

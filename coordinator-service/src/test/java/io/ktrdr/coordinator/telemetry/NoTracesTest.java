package io.ktrdr.coordinator.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.edge.Tracing;
import io.opentelemetry.api.trace.Span;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** As it is delivered: nobody has said where traces are to be sent. */
@QuarkusTest
class NoTracesTest extends CoordinatorTest {
    @Inject
    Spans spans;

    @Inject
    Tracing tracing;

    @Test
    void spans_are_not_even_begun() {
        Span span = tracing.tracer().spanBuilder("any").startSpan();
        assertFalse(span.isRecording());
        span.end();
    }

    @Test
    void nothing_is_traced_and_nobody_is_told_to() {
        trainingWorkers("t1");
        int before = workers.traceparents().size();
        String id = trigger("plain");
        loop.turnUntilQuiet();
        started(child(id, "training"));
        assertEquals(List.of(), spans.all());
        assertNull(database.text("SELECT traceparent FROM operation WHERE id = ?", id));
        assertEquals(
                List.of(),
                workers.traceparents().subList(before, workers.traceparents().size()));
    }
}

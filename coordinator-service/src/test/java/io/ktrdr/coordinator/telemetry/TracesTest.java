package io.ktrdr.coordinator.telemetry;

import static io.ktrdr.coordinator.Eventually.eventually;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.FakeWorkers.Behaviour;
import io.ktrdr.coordinator.LogWatch;
import io.ktrdr.coordinator.models.ModelWatch;
import io.ktrdr.coordinator.models.Usage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Traces of whole researches, where there is somebody to send them to. */
@QuarkusTest
@TestProfile(TracesTest.Traced.class)
class TracesTest extends CoordinatorTest {
    public static final class Traced implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.otel.sdk.disabled", "false", "quarkus.otel.bsp.schedule.delay", "20ms");
        }
    }

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String TRACEPARENT = "00-" + TRACE + "-b7ad6b7169203331-01";
    private static final String SECRET = "what nobody but the two of us may know";

    @Inject
    Spans spans;

    @Inject
    Traces traces;

    @Inject
    ModelWatch models;

    @BeforeEach
    void forgetSpans() {
        spans.startOver();
    }

    private static String triggerTraced() {
        return given().contentType(ContentType.JSON)
                .header("traceparent", TRACEPARENT)
                .body(Map.of("brief", SECRET, "force", true))
                .post("/api/v1/agent/trigger")
                .then()
                .statusCode(202)
                .extract()
                .path("operation_id");
    }

    private static String attribute(SpanData span, String key) {
        return String.valueOf(span.getAttributes().get(AttributeKey.stringKey(key)));
    }

    @Test
    void the_trigger_is_a_span_of_the_caller_and_every_attempt_a_trace_that_is_linked_to_it() {
        trainingWorkers("t1");
        String id = triggerTraced();
        SpanData trigger = spans.await("POST /api/v1/agent/trigger");
        assertEquals(TRACE, trigger.getTraceId());
        assertEquals(
                "00-" + TRACE + "-" + trigger.getSpanId() + "-01",
                database.text("SELECT traceparent FROM operation WHERE id = ?", id));

        loop.turnUntilQuiet();
        started(child(id, "training"));
        SpanData design = spans.await("agent_design");
        SpanData start = spans.await("start training");
        for (SpanData attempt : List.of(design, start)) {
            assertEquals(SpanId.getInvalid(), attempt.getParentSpanId(), "a trace of its own");
            assertEquals(1, attempt.getLinks().size());
            assertEquals(
                    trigger.getSpanContext().getSpanId(),
                    attempt.getLinks().getFirst().getSpanContext().getSpanId());
            assertEquals(TRACE, attempt.getLinks().getFirst().getSpanContext().getTraceId());
        }
        assertEquals(3, Set.of(TRACE, design.getTraceId(), start.getTraceId()).size());
        assertEquals(SpanKind.CLIENT, start.getKind());
        assertEquals(child(id, "training"), attribute(start, "ktrdr.operation.id"));
        assertEquals("t1", attribute(start, "ktrdr.worker.id"));
        assertTrue(workers.traceparents().contains("00-" + start.getTraceId() + "-" + start.getSpanId() + "-01"));
    }

    @Test
    void a_start_that_is_sent_again_belongs_to_the_same_trace() {
        trainingWorkers("t1");
        workers.behaves("t1", Behaviour.ANSWERS_NOTHING);
        triggerTraced();
        loop.turnUntilQuiet();
        loop.workersHaveAnswered();
        loop.turn();
        loop.workersHaveAnswered();
        List<SpanData> starts = spans.await("start training", 2);
        assertEquals(1, starts.stream().map(SpanData::getTraceId).distinct().count());
        assertEquals(StatusCode.ERROR, starts.getFirst().getStatus().getStatusCode());
        assertEquals("unavailable", attribute(starts.getFirst(), "error.type"));
    }

    @Test
    void calls_of_models_belong_to_the_agent_that_makes_them() {
        try (Traces.Work design = traces.agent("op_traced1", OperationType.AGENT_DESIGN, "agent-1", TRACEPARENT)) {
            models.sends("anthropic", "claude").answered(new Usage(70, 20, 30, 0));
            models.sends("anthropic", "claude").failed("timeout", null);
        }
        SpanData design = spans.await("agent_design");
        List<SpanData> calls = spans.await("chat claude", 2);
        calls.forEach(call -> assertEquals(design.getSpanId(), call.getParentSpanId()));
        assertEquals("anthropic", attribute(calls.getFirst(), "gen_ai.provider.name"));
        assertEquals(100L, calls.getFirst().getAttributes().get(AttributeKey.longKey("gen_ai.usage.input_tokens")));
        assertEquals("timeout", attribute(calls.getLast(), "error.type"));
    }

    @Test
    void what_an_agent_logs_names_the_operation_and_the_trace() {
        try (LogWatch log = new LogWatch()) {
            try (Traces.Work design = traces.agent("op_traced2", OperationType.AGENT_DESIGN, "agent-1", null)) {
                Logger.getLogger("io.ktrdr.test").info("a line of the agent");
            }
            Logger.getLogger("io.ktrdr.test").info("a line of somebody else");
            Map<String, String> said =
                    log.records("a line of the agent").getFirst().getMdcCopy();
            assertEquals("op_traced2", said.get("operation_id"));
            assertEquals(spans.await("agent_design").getTraceId(), said.get("traceId"));
            assertEquals(
                    Map.of(), log.records("a line of somebody else").getFirst().getMdcCopy());
        }
    }

    @Test
    void nothing_that_people_wrote_is_in_a_span() {
        trainingWorkers("t1");
        backtestWorkers("b1");
        String id = triggerTraced();
        loop.turnUntilQuiet();
        completes(id, "training", TRAINED);
        loop.turnUntilQuiet();
        completes(id, "backtesting", BACKTESTED);
        loop.turnUntilQuiet();
        spans.await("agent_assessment");
        String everything = spans.all().stream().map(SpanData::toString).collect(Collectors.joining("\n"));
        assertFalse(everything.contains(SECRET), everything);
    }

    @Test
    void what_the_services_say_to_each_other_all_the_time_is_not_traced() {
        trainingWorkers("t1");
        String id = triggerTraced();
        loop.turnUntilQuiet();
        completes(id, "training", TRAINED);
        loop.turnUntilQuiet();
        spans.await("start training");
        Set<String> names = spans.all().stream()
                .map(span -> span.getName().replaceAll("op_[a-z0-9]+", "ID"))
                .filter(name -> !name.contains("operations"))
                .collect(Collectors.toSet());
        assertEquals(Set.of("POST /api/v1/agent/trigger", "agent_design", "start training"), names);
    }

    @Test
    void who_sends_no_traceparent_begins_a_trace() {
        String id = trigger("plain");
        String stored = String.valueOf(database.text("SELECT traceparent FROM operation WHERE id = ?", id));
        assertNotEquals(TRACE, Origin.parse(stored).getTraceId());
        eventually(
                () -> spans.all().stream()
                        .anyMatch(span ->
                                span.getSpanId().equals(Origin.parse(stored).getSpanId())),
                () -> "the trigger's span");
    }
}

package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.picocli.runtime.PicocliCommandLineFactory;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two coordinators, of which the first does not always do what it should. */
@QuarkusTest
class FailoverTest {
    private static final String TRIGGER = "POST /api/v1/agent/trigger";
    private static final String STATUS = "GET /api/v1/agent/status";
    private static final String CANCEL = "POST /api/v1/operations/op_1/cancel";
    private static final String SHOW = "GET /api/v1/operations/op_1";
    private static final String EVENTS = "GET /api/v1/events";
    private static final String ACCEPTED = """
            {"operation_id": "op_1", "status": "pending", "message": "accepted"}""";
    private static final String NOT_READY = Bodies.problem(503, "unavailable", "The database does not answer");

    @Inject
    PicocliCommandLineFactory factory;

    private final FakeCoordinator first = new FakeCoordinator();
    private final FakeCoordinator second = new FakeCoordinator();

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private Run run(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--url";
        all[arguments.length + 1] = first.url() + ", " + second.url();
        return Run.of(factory, all);
    }

    private List<String> switched() {
        return List.of(first.url() + " does not answer; going on with " + second.url());
    }

    private static List<String> lines(FakeCoordinator coordinator) {
        return coordinator.asked().stream().map(FakeCoordinator.Asked::line).toList();
    }

    @Test
    void who_cannot_be_reached_is_passed_over_and_that_is_said_once() {
        first.close();
        second.on(TRIGGER, 202, ACCEPTED);
        second.on(SHOW, 200, Bodies.research("op_1", "running", "training", ""));
        second.on(SHOW, 200, Bodies.research("op_1", "completed", "assessing", ""));
        Run run = run("agent", "trigger", "--brief", "x", "--wait");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("Research triggered: op_1\n", run.out());
        assertEquals(switched().getFirst(), run.errLines().getFirst());
        assertEquals(
                List.of("op_1  training", "op_1  completed"), run.errLines().subList(1, 3));
        assertEquals(List.of(TRIGGER, SHOW, SHOW), lines(second));
    }

    @Test
    void who_is_not_ready_is_passed_over() {
        first.on(STATUS, 503, NOT_READY);
        second.on(STATUS, 200, Bodies.status("", "null"));
        Run run = run("agent", "status");
        assertEquals(0, run.exitCode());
        assertEquals(switched(), run.errLines());
    }

    @Test
    void when_none_is_ready_it_says_why_and_when_none_is_there_it_names_all() {
        first.on(STATUS, 503, NOT_READY);
        second.on(STATUS, 503, NOT_READY);
        Run notReady = run("agent", "status");
        assertEquals(7, notReady.exitCode());
        assertEquals("The database does not answer", notReady.errLines().getFirst());
        first.close();
        second.close();
        Run gone = run("agent", "status");
        assertEquals(7, gone.exitCode());
        assertEquals(
                "Cannot reach ktrdr at " + first.url() + ", " + second.url(),
                gone.errLines().getFirst());
    }

    @Test
    void a_refusal_is_an_answer() {
        first.on(TRIGGER, 429, Bodies.problem(429, "at_capacity", "full", "\"active\": 5", "\"limit\": 5"));
        second.on(TRIGGER, 202, ACCEPTED);
        assertEquals(5, run("agent", "trigger", "--brief", "x").exitCode());
        assertEquals(List.of(), lines(second));
    }

    @Test
    void a_trigger_whose_answer_was_lost_is_repeated_with_its_key() {
        first.cut(TRIGGER);
        second.on(TRIGGER, 202, ACCEPTED);
        assertEquals(
                "Research triggered: op_1\n",
                run("agent", "trigger", "--brief", "x").out());
        assertEquals(
                first.asked().getFirst().header("Idempotency-key"),
                second.asked().getFirst().header("Idempotency-key"));
        assertEquals(first.asked().getFirst().body(), second.asked().getFirst().body());
    }

    @Test
    void a_cancel_whose_answer_was_lost_is_no_conflict_with_itself() {
        first.cut(CANCEL);
        second.on(CANCEL, 409, Bodies.problem(409, "illegal_state", "op_1 is cancelled already"))
                .on(SHOW, 200, Bodies.research("op_1", "cancelled", "training", ""));
        Run run = run("agent", "cancel", "op_1");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("Research cancelled: op_1\n", run.out());
    }

    @Test
    void a_cancel_that_came_to_nobody_or_too_late_is_a_conflict() {
        first.cut(CANCEL);
        second.on(CANCEL, 409, Bodies.problem(409, "illegal_state", "op_1 is completed already"))
                .on(SHOW, 200, Bodies.research("op_1", "completed", "assessing", ""));
        assertEquals(4, run("ops", "cancel", "op_1").exitCode());
        first.close();
        second.on(SHOW, 200, Bodies.research("op_1", "cancelled", "training", ""));
        assertEquals(4, run("ops", "cancel", "op_1").exitCode());
    }

    @Test
    void watched_events_go_on_at_another_one_with_none_lost_or_doubled() {
        first.answer(
                EVENTS,
                200,
                "text/event-stream",
                "id: 6-99\n: from here\n\nid: 7-1\ndata: " + event("7-1") + "\n\nid: 7-2\ndata: " + event("7-2")
                        + "\n");
        second.answer(EVENTS, 200, "text/event-stream", "id: 7-2\ndata: " + event("7-2") + "\n\n")
                .answer(EVENTS, 200, "text/event-stream", "data: the end of this test\n\n");
        first.cut(EVENTS);
        Run run = run("ops", "events", "--watch", "--quiet");
        assertEquals(List.of("7-1", "7-2"), run.outLines());
        assertEquals(switched().getFirst(), run.errLines().getFirst());
        assertEquals("7-1", second.asked().getFirst().header("Last-event-id"));
        assertEquals("7-2", second.asked().getLast().header("Last-event-id"));
    }

    @Test
    void a_stream_that_breaks_before_its_first_event_goes_on_where_it_began() {
        first.answer(EVENTS, 200, "text/event-stream", "id: 6-99\n: from here\n\n");
        second.answer(EVENTS, 200, "text/event-stream", "data: the end of this test\n\n");
        run("ops", "events", "--watch");
        assertEquals("6-99", second.asked().getFirst().header("Last-event-id"));
    }

    @Test
    void a_list_with_something_else_in_it_is_wrong_usage() {
        Run run = Run.of(factory, "agent", "status", "--url", first.url() + ",");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("is no address of a coordinator"), run.err());
    }

    private static String event(String eventId) {
        return """
                {"event_id": "%s", "operation_id": "op_1", "at": "2026-01-02T03:04:05Z", "type": "x", "detail": {}}""".formatted(eventId);
    }
}

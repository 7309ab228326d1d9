package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LocksCommandTest extends CommandTest {
    private static final String LIST = "GET /api/v1/locks";
    private static final String MORE = "POST /api/v1/operations/op_a/locks";
    private static final String HELD = """
            {"resource": "dataset:BTC-USD/1m", "mode": "read", "operation_id": "op_a", "token": 7,
             "granted_at": "2026-01-02T03:04:05.678Z", "expires_at": "2026-01-02T03:14:05.678Z"}""";
    private static final String WAITING = """
            {"resource": "dataset:BTC-USD/1m", "mode": "write", "operation_id": "op_b", "blocked_by": "op_a",
             "blocked_by_mode": "read", "blocker_holds": true, "ahead": 0},
            {"resource": "dataset:*", "mode": "read", "operation_id": "op_c", "blocked_by": "op_b",
             "blocked_by_mode": "write", "blocker_holds": false, "ahead": 1},
            {"resource": "strategy:rsi", "mode": "write", "operation_id": "op_c", "blocked_by": null,
             "blocked_by_mode": null, "blocker_holds": false, "ahead": 0}""";

    private static String list(String held, String waiting) {
        return "{\"items\": [" + held + "], \"waiting\": [" + waiting + "]}";
    }

    @Test
    void locks_tell_who_has_what_and_who_waits_behind_whom() throws Exception {
        coordinator.on(LIST, 200, list(HELD, WAITING));
        Run run = run("locks");
        assertEquals("""
                RESOURCE            MODE  OPERATION  SINCE                 TOKEN  EXPIRES
                dataset:BTC-USD/1m  read  op_a       2026-01-02T03:04:05Z  7      2026-01-02T03:14:05Z

                WAITS FOR           MODE   OPERATION  AHEAD  BEHIND
                dataset:BTC-USD/1m  write  op_b       0      op_a, reads it
                dataset:*           read   op_c       1      op_b, waits to write it
                strategy:rsi        write  op_c       0      free, but not all that it needs is
                """, run.out());
        assertEquals(0, run.exitCode());
        assertEquals("op_a\nop_b\nop_c\n", run("-q", "locks").out());
        JsonNode document = json.readTree(run("locks", "--json").out());
        assertEquals(1, document.path("schema_version").asInt());
        assertEquals(7, document.path("items").get(0).path("token").asInt());
        assertEquals("write", document.path("waiting").get(0).path("mode").asText());
        assertEquals("op_a", document.path("waiting").get(0).path("blocked_by").asText());
    }

    @Test
    void only_those_that_wait_on_request() throws Exception {
        coordinator.on(LIST, 200, list(HELD, WAITING));
        assertEquals(
                "WAITS FOR           MODE   OPERATION  AHEAD  BEHIND",
                run("locks", "--waiting").outLines().getFirst());
        assertEquals("op_b\nop_c\n", run("-q", "locks", "--waiting").out());
        JsonNode document = json.readTree(run("locks", "--waiting", "--json").out());
        assertEquals(0, document.path("items").size());
        assertEquals(3, document.path("waiting").size());
    }

    @Test
    void nothing_is_said_as_such() {
        coordinator.on(LIST, 200, list("", "")).on(LIST, 200, list(HELD, ""));
        assertEquals("Nobody has a lock, or waits for one\n", run("locks").out());
        assertEquals("Nobody waits for a lock\n", run("locks", "--waiting").out());
        assertEquals(2, run("locks").outLines().size());
    }

    @Test
    void watched_locks_are_shown_again_when_they_change() {
        coordinator
                .on(LIST, 200, list(HELD, ""))
                .on(LIST, 200, list("", ""))
                .on(LIST, 500, Bodies.problem(500, "internal", "broken"));
        Run run = run("locks", "--watch");
        assertEquals(1, run.exitCode());
        assertEquals(3, run.outLines().size(), run.out());
    }

    @Test
    void more_locks_are_asked_for_at_once_and_the_answer_tells_which_are_waited_for() throws Exception {
        coordinator.on(MORE, 202, list(HELD, WAITING));
        String[] lock = {"ops", "lock", "op_a", "--lock", "dataset:BTC-USD/1m:read", "--lock", "strategy:rsi_*:write"};
        Run run = run(lock);
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains("\nWAITS FOR "), run.out());
        assertEquals(
                json.readTree("""
                        {"locks": [{"resource": "dataset:BTC-USD/1m", "mode": "read"},
                                   {"resource": "strategy:rsi_*", "mode": "write"}]}"""), json.readTree(coordinator.asked().getFirst().body()));
        assertEquals(
                "op_a\n",
                run("-q", "ops", "lock", "op_a", "--lock", "file:a:read").out());
        assertEquals(
                "op_a",
                json.readTree(run("ops", "lock", "op_a", "--lock", "file:a:read", "--json")
                                .out())
                        .path("items")
                        .get(0)
                        .path("operation_id")
                        .asText());
    }

    @Test
    void more_locks_that_cannot_be_are_refused() {
        for (String wrong : List.of("none", "dataset:BTC-USD/1m", "read")) {
            Run run = run("ops", "lock", "op_a", "--lock", wrong);
            assertEquals(2, run.exitCode(), wrong);
            assertEquals(1, run.errLines().size(), run.err());
        }
        Run nothing = run("ops", "lock", "op_a");
        assertEquals(2, nothing.exitCode());
        assertEquals(
                "Missing required option: '--lock=RESOURCE:MODE'",
                nothing.errLines().getFirst());
        assertEquals(List.of(), coordinator.asked());

        coordinator.on(MORE, 409, Bodies.problem(409, "illegal_state", "op_a is completed"));
        Run over = run("ops", "lock", "op_a", "--lock", "file:a:read");
        assertEquals(List.of("op_a is completed"), over.errLines());
        assertEquals(4, over.exitCode());
        assertEquals(3, run("ops", "lock", "op_none", "--lock", "file:a:read").exitCode());
    }
}

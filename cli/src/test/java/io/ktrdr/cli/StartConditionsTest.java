package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What researches and tasks have in common: before whom, after what, with which locks. */
@QuarkusTest
class StartConditionsTest extends CommandTest {
    private static final String ACCEPTED = """
            {"operation_id": "op_new", "status": "pending", "message": "accepted"}""";

    private Run submit(String command, String... conditions) {
        coordinator.on("POST /api/v1/agent/trigger", 202, ACCEPTED).on("POST /api/v1/tasks", 202, ACCEPTED);
        return run(Stream.concat(Stream.of(command.split(" ")), Stream.of(conditions))
                .toArray(String[]::new));
    }

    private JsonNode sent() throws Exception {
        return json.readTree(coordinator.asked().getFirst().body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent trigger --brief x", "tasks submit heartbeat"})
    void all_of_them_are_sent(String command) throws Exception {
        Run run = submit(
                command,
                "--priority",
                "p0",
                "--after",
                "op_a,op_b",
                "--on-dependency-failure",
                "skip",
                "--lock",
                "dataset:BTC-USD/1m:read",
                "--lock",
                "file:C:/data/*.csv:WRITE");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("P0", sent().path("priority").asText());
        assertEquals(json.readTree("[\"op_a\", \"op_b\"]"), sent().path("depends_on"));
        assertEquals("skip", sent().path("on_dependency_failure").asText());
        assertEquals(json.readTree("""
                        [{"resource": "dataset:BTC-USD/1m", "mode": "read"},
                         {"resource": "file:C:/data/*.csv", "mode": "write"}]"""), sent().path("locks"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent trigger --brief x", "tasks submit heartbeat"})
    void without_a_word_the_coordinator_decides(String command) throws Exception {
        assertEquals(0, submit(command).exitCode());
        for (String field : List.of("priority", "depends_on", "on_dependency_failure", "locks")) {
            assertTrue(sent().path(field).isNull(), field);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent trigger --brief x", "tasks submit heartbeat"})
    void no_locks_at_all_is_an_empty_list(String command) throws Exception {
        assertEquals(0, submit(command, "--lock", "none").exitCode());
        assertEquals(json.readTree("[]"), sent().path("locks"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent trigger --brief x", "tasks submit heartbeat"})
    void what_cannot_be_meant_is_refused_before_anybody_is_asked(String command) {
        refused(
                "--lock dataset:BTC-USD/1m: must be KIND:NAME:MODE, such as dataset:BTC-USD/1m:read or"
                        + " dataset:BTC-USD/1m:write",
                submit(command, "--lock", "dataset:BTC-USD/1m"));
        for (String wrong : List.of(
                "",
                ":",
                "read",
                ":read",
                "dataset:read",
                "dataset::read",
                ":name:read",
                "dataset:name:",
                "dataset:name:own",
                "None")) {
            refused(
                    "--lock " + wrong + ": must be KIND:NAME:MODE, such as dataset:BTC-USD/1m:read or"
                            + " dataset:BTC-USD/1m:write",
                    submit(command, "--lock", wrong));
        }
        refused(
                "--lock none means no locks at all: leave it out, or the others",
                submit(command, "--lock", "none", "--lock", "dataset:BTC-USD/1m:read"));
        refused(
                "--on-dependency-failure is about dependencies: name them with --after",
                submit(command, "--on-dependency-failure", "run"));
        Run policy = submit(command, "--after", "op_a", "--on-dependency-failure", "stop");
        assertEquals(2, policy.exitCode());
        assertEquals(
                "Invalid value for option '--on-dependency-failure': 'stop' is none of fail, skip, run",
                policy.errLines().getFirst());
        assertEquals(2, submit(command, "--priority", "P9").exitCode());
        assertEquals(List.of(), coordinator.asked());
    }

    private static void refused(String message, Run run) {
        assertEquals(List.of(message), run.errLines());
        assertEquals("", run.out());
        assertEquals(2, run.exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent trigger --brief x", "tasks submit heartbeat"})
    void what_the_coordinator_refuses_is_told_as_it_says_it(String command) {
        String unknown = Bodies.problem(
                400,
                "invalid_request",
                "depends_on: there is no operation op_a",
                "\"violations\": [{\"field\": \"depends_on\", \"message\": \"there is no operation op_a\"}]");
        coordinator.on("POST /api/v1/agent/trigger", 400, unknown).on("POST /api/v1/tasks", 400, unknown);
        Run run = run(Stream.concat(Stream.of(command.split(" ")), Stream.of("--after", "op_a"))
                .toArray(String[]::new));
        assertEquals(List.of("depends_on: there is no operation op_a"), run.errLines());
        assertEquals(2, run.exitCode());
    }

    @Test
    void completion_offers_policies_as_they_are_typed() {
        String script = run("generate-completion").out();
        assertTrue(script.contains("\"fail\" \"skip\" \"run\""), script);
    }
}

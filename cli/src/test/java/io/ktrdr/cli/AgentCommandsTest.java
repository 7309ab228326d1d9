package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class AgentCommandsTest extends CommandTest {
    private static final String TRIGGER = "POST /api/v1/agent/trigger";
    private static final String STATUS = "GET /api/v1/agent/status";
    private static final String ACCEPTED = """
            {"operation_id": "op_abc123", "status": "pending", "message": "accepted"}""";

    @Test
    void trigger_prints_the_operation() {
        coordinator.on(TRIGGER, 202, ACCEPTED);
        Run run = run("agent", "trigger", "--brief", "@home with RSI");
        assertEquals("Research triggered: op_abc123\n", run.out());
        assertEquals(0, run.exitCode());
        assertTrue(coordinator.asked().getFirst().body().contains("\"brief\":\"@home with RSI\""));
    }

    @Test
    void gates_are_chosen_and_bypassed_with_a_reason_and_a_name() throws Exception {
        coordinator.on(TRIGGER, 202, ACCEPTED);
        String[] trigger = {"agent", "trigger", "--brief", "x", "--gates", "STRICT", "--bypass-gates", "curious"};
        assertEquals(0, run(trigger).exitCode());
        JsonNode sent = json.readTree(coordinator.asked().getFirst().body());
        assertEquals("strict", sent.path("gates").asText());
        assertEquals("curious", sent.path("bypass_gates").asText());
        assertEquals(System.getProperty("user.name"), sent.path("requested_by").asText());

        run("agent", "trigger", "--brief", "x", "--requested-by", "ada");
        JsonNode named = json.readTree(coordinator.asked().getLast().body());
        assertEquals("ada", named.path("requested_by").asText());
        assertTrue(named.path("gates").isNull());
        assertTrue(named.path("bypass_gates").isNull());

        Run unknown = run("agent", "trigger", "--brief", "x", "--gates", "loose");
        assertEquals(2, unknown.exitCode());
        assertEquals("--gates is strict or lenient, not 'loose'\n", unknown.err());
        assertEquals(
                2, run("agent", "trigger", "--brief", "x", "--bypass-gates", "").exitCode());
        assertEquals(2, coordinator.asked().size());
    }

    @Test
    void trigger_quietly_prints_the_id_only() {
        coordinator.on(TRIGGER, 202, ACCEPTED);
        assertEquals(
                "op_abc123\n", run("-q", "agent", "trigger", "--brief", "x").out());
    }

    @Test
    void trigger_as_json_is_one_versioned_document() throws Exception {
        coordinator.on(TRIGGER, 202, ACCEPTED);
        JsonNode document =
                json.readTree(run("agent", "trigger", "--brief", "x", "--json").out());
        assertEquals(1, document.path("schema_version").asInt());
        assertEquals("op_abc123", document.path("operation_id").asText());
    }

    @Test
    void each_run_has_a_key_of_its_own() {
        coordinator.on(TRIGGER, 202, ACCEPTED);
        run("agent", "trigger", "--brief", "x");
        run("agent", "trigger", "--brief", "x");
        List<String> keys = coordinator.asked().stream()
                .map(asked -> asked.header("Idempotency-key"))
                .toList();
        assertEquals(2, keys.stream().filter(key -> !key.isEmpty()).distinct().count());
    }

    @Test
    void a_given_key_is_sent() {
        coordinator.on(TRIGGER, 202, ACCEPTED);
        run("agent", "trigger", "--brief", "x", "--idempotency-key", "mine");
        assertEquals("mine", coordinator.asked().getFirst().header("Idempotency-key"));
    }

    @Test
    void a_strategy_file_is_sent_as_its_text_and_a_name_as_it_is(@TempDir Path folder) throws Exception {
        coordinator.on(TRIGGER, 202, ACCEPTED);
        Path file = Files.writeString(folder.resolve("mine.yaml"), "name: mine");
        run("agent", "trigger", "--strategy", file.toString());
        run("agent", "trigger", "--strategy", "../../etc/passwd");
        assertTrue(coordinator.asked().get(0).body().contains("\"strategy\":\"name: mine\""));
        assertTrue(coordinator.asked().get(1).body().contains("\"strategy\":\"../../etc/passwd\""));
    }

    @Test
    void at_capacity_says_how_many_and_what_to_do() {
        coordinator.on(TRIGGER, 429, Bodies.problem(429, "at_capacity", "full", "\"active\": 5", "\"limit\": 5"));
        Run run = run("agent", "trigger", "--brief", "x");
        assertEquals(
                List.of(
                        "Cannot trigger: at capacity (5 active researches, limit is 5)",
                        "Use --force to override limit"),
                run.errLines());
        assertEquals("", run.out());
        assertEquals(5, run.exitCode());
    }

    @Test
    void exhausted_budget_says_what_is_left_and_what_goes_on() {
        coordinator
                .on(TRIGGER, 402, Bodies.problem(402, "budget_exhausted", "spent", "\"remaining\": 0.12"))
                .on(
                        STATUS,
                        200,
                        Bodies.status(
                                Bodies.active("op_1", "training", "\"a\"", 1, "null") + ","
                                        + Bodies.active("op_2", "designing", "null", 1, "null"),
                                "0.12"));
        Run run = run("agent", "trigger", "--brief", "x");
        assertEquals(
                List.of(
                        "Cannot trigger: daily budget exhausted ($0.12 remaining)",
                        "Active researches (2) will complete, but no new triggers accepted.",
                        "Use --force to override budget check"),
                run.errLines());
        assertEquals(6, run.exitCode());
    }

    @Test
    void a_rest_of_the_budget_is_told_with_what_a_research_costs() {
        String budget = "\"active\": 0, \"limit\": 6, \"estimate\": 0.6, \"remaining\": ";
        coordinator
                .on(TRIGGER, 402, Bodies.problem(402, "budget_exhausted", "spent", budget + "0.4"))
                .on(TRIGGER, 402, Bodies.problem(402, "budget_exhausted", "spent", budget + "0.0"));
        assertEquals(
                List.of(
                        "Cannot trigger: daily budget exhausted ($0.40 remaining)",
                        "A research is expected to cost $0.60",
                        "Active researches (0) will complete, but no new triggers accepted.",
                        "Use --force to override budget check"),
                run("agent", "trigger", "--brief", "x").errLines());
        assertEquals(
                List.of(
                        "Cannot trigger: daily budget exhausted ($0.00 remaining)",
                        "Active researches (0) will complete, but no new triggers accepted.",
                        "Use --force to override budget check"),
                run("agent", "trigger", "--brief", "x").errLines());
    }

    @Test
    void what_accepted_researches_will_spend_is_told_with_the_budget() {
        coordinator
                .on(
                        TRIGGER,
                        402,
                        Bodies.problem(
                                402,
                                "budget_exhausted",
                                "spent",
                                "\"active\": 1, \"remaining\": 1.0, \"committed\": 0.6, \"estimate\": 0.6"))
                .on(
                        STATUS,
                        200,
                        Bodies.status("", "3.42").replace("\"daily_limit\"", "\"committed\": 0.6, \"daily_limit\""));
        assertEquals(
                List.of(
                        "Cannot trigger: daily budget exhausted ($1.00 remaining)",
                        "Researches that have been accepted are expected to spend $0.60 of it",
                        "A research is expected to cost $0.60",
                        "Active researches (1) will complete, but no new triggers accepted.",
                        "Use --force to override budget check"),
                run("agent", "trigger", "--brief", "x").errLines());
        String status = run("agent", "status").out();
        assertTrue(status.contains("Budget: $3.42 remaining today, $0.60 of it for accepted researches\n"), status);
    }

    @Test
    void violations_are_named_one_by_one() {
        coordinator.on(
                TRIGGER,
                400,
                Bodies.problem(
                        400,
                        "invalid_request",
                        "bad",
                        "\"violations\": [{\"field\": \"brief\", \"message\": \"is empty\"},"
                                + " {\"field\": \"dataset\", \"message\": \"is unknown\"}]"));
        Run run = run("agent", "trigger", "--brief", "");
        assertEquals(List.of("brief: is empty", "dataset: is unknown"), run.errLines());
        assertEquals(2, run.exitCode());
    }

    @Test
    void status_is_a_table() {
        coordinator.on(
                STATUS,
                200,
                Bodies.status(
                        Bodies.active("op_abc123", "training", "\"rsi_variant_7\"", 135, "null") + ","
                                + Bodies.active(
                                        "op_def456", "designing", "null", 30, "\"waiting for a training worker\"")
                                + "," + Bodies.active("op_ghi789", "backtesting", "\"mtf_momentum_1\"", 105, "null"),
                        "3.42"));
        Run run = run("agent", "status");
        assertEquals("""
                Active researches: 3

                  op_abc123  training     strategy: rsi_variant_7      (2m 15s)
                  op_def456  designing    strategy: -                  (0m 30s)  waiting for a training worker
                  op_ghi789  backtesting  strategy: mtf_momentum_1     (1m 45s)

                Workers: training 2/3, backtest 1/2
                Budget: $3.42 remaining today
                """, run.out());
    }

    @Test
    void a_research_that_needs_attention_stands_apart_with_what_to_do() {
        String standing = Bodies.active("op_def456", "designing", "null", 30, "\"needs attention: no model answered\"")
                .replace("}", ", \"needs_attention\": true}");
        coordinator.on(
                STATUS,
                200,
                Bodies.status(
                        Bodies.active("op_abc123", "training", "\"rsi_7\"", 135, "null") + "," + standing, "null"));
        assertEquals("""
                Active researches: 1

                  op_abc123  training     strategy: rsi_7              (2m 15s)

                Standing still until a person decides: 1

                  op_def456  designing    strategy: -                  (0m 30s)  needs attention: no model answered
                  'ktrdr agent resume ID' goes on, 'ktrdr agent cancel ID' gives up

                Workers: training 2/3, backtest 1/2
                Budget: unlimited
                """, run("agent", "status").out());
        assertEquals("op_abc123\nop_def456\n", run("-q", "agent", "status").out());
    }

    @Test
    void a_watched_status_goes_on_until_something_is_wrong() throws Exception {
        coordinator
                .on(STATUS, 200, Bodies.status("", "null"))
                .on(STATUS, 503, Bodies.problem(503, "unavailable", "starting"))
                .on(STATUS, 200, Bodies.status("", "3.42"))
                .on(STATUS, 500, Bodies.problem(500, "internal", "broken"));
        Run run = run("agent", "status", "--watch", "--json");
        assertEquals(2, run.outLines().size());
        assertEquals(
                3.42,
                json.readTree(run.outLines().getLast())
                        .path("budget")
                        .path("remaining")
                        .asDouble());
        assertEquals(1, run.exitCode());
    }

    @Test
    void resume_goes_on_with_what_needs_attention_and_with_nothing_else() throws Exception {
        String resume = "POST /api/v1/operations/op_1/resume";
        coordinator
                .on(resume, 200, Bodies.research("op_1", "running", "designing", ""))
                .on(resume, 200, Bodies.research("op_1", "running", "designing", ""))
                .on(resume, 409, Bodies.problem(409, "illegal_state", "op_1 does not wait for anybody's decision"));
        assertEquals("Resumed: op_1\n", run("agent", "resume", "op_1").out());
        assertEquals(
                "op_1",
                json.readTree(run("agent", "resume", "op_1", "--json").out())
                        .path("operation_id")
                        .asText());
        Run again = run("agent", "resume", "op_1");
        assertEquals(4, again.exitCode());
        assertEquals("op_1 does not wait for anybody's decision\n", again.err());
        assertEquals(3, run("agent", "resume", "op_nobody").exitCode());
    }

    @Test
    void status_without_limit_says_unlimited_and_as_json_null() throws Exception {
        coordinator.on(STATUS, 200, Bodies.status("", "null"));
        assertTrue(run("agent", "status").out().contains("Budget: unlimited\n"));
        JsonNode document = json.readTree(run("agent", "status", "--json").out());
        assertTrue(document.path("budget").path("remaining").isNull());
        assertEquals(3, document.path("workers").path("training").path("total").asInt());
    }

    @Test
    void cancel_names_what_it_cancelled_and_a_second_cancel_is_a_conflict() {
        coordinator
                .on("POST /api/v1/operations/op_1/cancel", 200, Bodies.research("op_1", "cancelled", "training", ""))
                .on(
                        "POST /api/v1/operations/op_1/cancel",
                        409,
                        Bodies.problem(409, "illegal_state", "op_1 is cancelled already"));
        assertEquals(
                "Research cancelled: op_1\n", run("agent", "cancel", "op_1").out());
        Run again = run("agent", "cancel", "op_1");
        assertEquals("op_1 is cancelled already\n", again.err());
        assertEquals(4, again.exitCode());
    }

    @Test
    void waiting_tells_how_it_ended_by_the_exit_code() {
        coordinator.on(TRIGGER, 202, ACCEPTED).on(STATUS, 200, Bodies.status("", "null"));
        String show = "GET /api/v1/operations/op_abc123";
        coordinator.on(show, 200, Bodies.research("op_abc123", "running", "training", ""));
        coordinator.on(
                show, 200, Bodies.research("op_abc123", "failed", "training", ", \"error_message\": \"no data\""));
        Run failed = run("agent", "trigger", "--brief", "x", "--wait");
        assertEquals(8, failed.exitCode());
        assertEquals(
                List.of("op_abc123  training", "op_abc123  failed", "Research failed: no data"), failed.errLines());
        coordinator.on(show, 200, Bodies.research("op_abc123", "cancelled", "training", ""));
        coordinator.on(show, 200, Bodies.research("op_abc123", "cancelled", "training", ""));
        run("agent", "trigger", "--brief", "x", "--wait");
        assertEquals(9, run("agent", "trigger", "--brief", "x", "--wait").exitCode());
    }

    @Test
    void waiting_ends_with_its_time() {
        coordinator
                .on(TRIGGER, 202, ACCEPTED)
                .on("GET /api/v1/operations/op_abc123", 200, Bodies.research("op_abc123", "running", "training", ""));
        assertEquals(
                10,
                run("agent", "trigger", "--brief", "x", "--wait", "--timeout", "1ms")
                        .exitCode());
    }

    @Test
    void nobody_there_is_unreachable() {
        coordinator.close();
        Run run = run("agent", "status");
        assertEquals(7, run.exitCode());
        assertTrue(run.err().startsWith("Cannot reach ktrdr at " + coordinator.url()));
        assertTrue(run.err().contains("'ktrdr up'"));
    }

    @Test
    void a_page_of_a_proxy_is_no_crash() {
        coordinator.answer(STATUS, 502, "text/html", "<html>Bad gateway</html>");
        Run run = run("agent", "status");
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("502"));
        assertFalse(run.err().contains("Exception"));
    }

    @Test
    void help_says_what_kind_of_value_an_option_takes() {
        String help = Run.of(factory, "agent", "trigger", "--help").out();
        assertTrue(help.contains("--priority=P0|P1|P2"), help);
        assertTrue(help.contains("--timeout=DURATION"), help);
        String data = Run.of(factory, "data", "import", "--help").out();
        assertTrue(data.contains("--bad-bars=drop|keep|refuse"), data);
    }

    @Test
    void usage_errors_take_two_lines() {
        Run run = run("agent", "trigger");
        assertEquals(2, run.exitCode());
        assertEquals(2, run.errLines().size());
        assertTrue(run.errLines().getFirst().startsWith("Missing required argument"), run.err());
        assertEquals("Try 'ktrdr agent trigger --help'", run.errLines().getLast());
        assertEquals(
                2, run("agent", "trigger", "--brief", "x", "--strategy", "y").exitCode());
        assertEquals(
                2, run("agent", "trigger", "--brief", "x", "--priority", "P9").exitCode());
        assertEquals(
                2,
                run("agent", "trigger", "--brief", "x", "--wait", "--timeout", "soon")
                        .exitCode());
        assertEquals(
                2, run("agent", "trigger", "--strategy", "/no/such/file.yaml").exitCode());
        assertEquals(2, Run.of(factory, "--url", "ftp://x", "agent", "status").exitCode());
        assertEquals(2, run("agnet").exitCode());
    }
}

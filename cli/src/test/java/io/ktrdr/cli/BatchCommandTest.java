package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class BatchCommandTest extends CommandTest {
    private static final String BATCH = "POST /api/v1/operations/batch";
    private static final String ACCEPTED = """
            {"items": [{"name": "bars", "operation_id": "op_1", "status": "pending"},
                       {"name": "rsi_seven", "operation_id": "op_2", "status": "pending"}]}""";
    private static final String YAML = """
            # two of them
            operations:
              - name: bars
                task_type: ingest
                payload: {path: btc.csv, rows: 7}
                locks: []
              - name: rsi_seven
                brief: |
                  Explore RSI
                depends_on: [bars, op_other]
                on_dependency_failure: skip
                seed: 7
                priority: P0
                locks:
                  - {resource: "dataset:BTC-USD/1m", mode: read}
            """;
    private static final String SAME_AS_JSON = """
            {"operations": [
              {"name": "bars", "task_type": "ingest", "payload": {"path": "btc.csv", "rows": 7}, "locks": []},
              {"name": "rsi_seven", "brief": "Explore RSI\\n", "depends_on": ["bars", "op_other"],
               "on_dependency_failure": "skip", "seed": 7, "priority": "P0",
               "locks": [{"resource": "dataset:BTC-USD/1m", "mode": "read"}]}]}""";

    @TempDir
    Path folder;

    private Run batch(String text, String... more) throws Exception {
        Path file = Files.writeString(folder.resolve("batch.yaml"), text);
        String[] arguments = new String[more.length + 3];
        arguments[0] = "ops";
        arguments[1] = "batch";
        arguments[2] = file.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return run(arguments);
    }

    private JsonNode sent(int number) throws Exception {
        return json.readTree(coordinator.asked().get(number).body());
    }

    private static String ended(String id, String type, String status, String more) {
        return """
                {"operation_id": "%s", "operation_type": "%s", "status": "%s", "attempt": 1, "priority": "P1",
                 "depends_on": [], "created_at": "2026-01-02T03:04:05Z"%s}""".formatted(id, type, status, more);
    }

    @Test
    void a_batch_prints_name_and_id_of_each() throws Exception {
        coordinator.on(BATCH, 202, ACCEPTED);
        Run run = batch(YAML);
        assertEquals("bars       op_1\nrsi_seven  op_2\n", run.out());
        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
        assertEquals("op_1\nop_2\n", batch(YAML, "-q").out());
        JsonNode document = json.readTree(batch(YAML, "--json").out());
        assertEquals(1, document.path("schema_version").asInt());
        assertEquals("rsi_seven", document.path("items").get(1).path("name").asText());
    }

    @Test
    void yaml_and_json_say_the_same_and_only_what_was_given() throws Exception {
        coordinator.on(BATCH, 202, ACCEPTED);
        assertEquals(0, batch(YAML).exitCode());
        assertEquals(0, batch(SAME_AS_JSON).exitCode());
        assertEquals(sent(0), sent(1));
        assertEquals(
                System.getProperty("user.name"), sent(0).path("requested_by").asText());
        for (JsonNode item : json.readTree(SAME_AS_JSON).path("operations")) {
            int number = item.path("name").asText().equals("bars") ? 0 : 1;
            for (Map.Entry<String, JsonNode> field :
                    sent(0).path("operations").get(number).properties()) {
                JsonNode given = item.get(field.getKey());
                assertEquals(given == null ? json.nullNode() : given, field.getValue(), field.getKey());
            }
        }
    }

    @Test
    void a_batch_may_be_piped_in() throws Exception {
        coordinator.on(BATCH, 202, ACCEPTED);
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(YAML.getBytes(StandardCharsets.UTF_8)));
            assertEquals(0, run("ops", "batch", "-").exitCode());
            System.setIn(new ByteArrayInputStream(new byte[0]));
            Run empty = run("ops", "batch", "-");
            assertEquals(List.of("stdin: the file is empty"), empty.errLines());
            assertEquals(2, empty.exitCode());
        } finally {
            System.setIn(before);
        }
        assertEquals("bars", sent(0).path("operations").get(0).path("name").asText());
    }

    @Test
    void strategy_files_lie_beside_the_batch_and_names_stay_names() throws Exception {
        coordinator.on(BATCH, 202, ACCEPTED);
        Files.createDirectory(folder.resolve("mine"));
        Files.writeString(folder.resolve("mine/rsi.yaml"), "name: mine");
        assertEquals(0, batch("""
                operations:
                  - {name: a, strategy: mine/rsi.yaml}
                  - {name: b, strategy: rsi_7}
                """).exitCode());
        JsonNode items = sent(0).path("operations");
        assertEquals("name: mine", items.get(0).path("strategy").asText());
        assertEquals("rsi_7", items.get(1).path("strategy").asText());
    }

    @Test
    void a_batch_that_cannot_be_read_is_refused_before_anybody_is_asked() throws Exception {
        refused("operations: [", "batch.yaml: line 1: ");
        refused("{\"operations\": [}", "batch.yaml: line 1: Unexpected close marker '}': expected ']'\n");
        refused("{\"operations\": [], \"operations\": []}", "batch.yaml: line 1: Duplicate field 'operations'");
        refused("{\"operations\": []} {}", "batch.yaml: line 1: Trailing token");
        refused("- name: a", "batch.yaml: must have a list of operations, see 'ktrdr ops batch --help'");
        refused("operations: {a: b}", "batch.yaml: must have a list of operations, see 'ktrdr ops batch --help'");
        refused("operations: []\nwait: true", "batch.yaml: there is no field wait beside operations");
        refused("operations: [a]", "operations[0]: must have fields, such as name and brief");
        refused(
                "operations:\n- {name: a, brief: b}\n- {name: rsi, breif: x}",
                "rsi: there is no field breif; there are brief, dataset, depends_on, gates, locks, name, on_dependency_failure, "
                        + "payload, preferred_agent_id, priority, seed, strategy, task_type");
        refused("operations: [{breif: x}]", "operations[0]: there is no field breif; ");
        refused("operations: [{name: a, depends_on: b}]", "a.depends_on: must be a list");
        refused("operations: [{name: a, seed: many}]", "a.seed: must be a whole number");
        refused("operations: [{name: a, brief: [b]}]", "a.brief: must be text");
        refused("operations: [{name: a, locks: ['dataset:a:read']}]", "a.locks[0]: must be fields with values");
        refused(
                "operations: [{name: a, locks: [{resource: b, mod: read}]}]",
                "a: there is no field locks[0].mod; there are mode, resource");
        refused("operations: [{name: a, strategy: none.yaml}]", "a.strategy: No file " + folder.resolve("none.yaml"));
        assertEquals(2, run("ops", "batch").exitCode());
        Run none = run("ops", "batch", folder.resolve("none.yaml").toString());
        assertEquals(List.of("No file " + folder.resolve("none.yaml")), none.errLines());
        assertEquals(2, none.exitCode());
        assertEquals(List.of(), coordinator.asked());
    }

    private void refused(String text, String beginning) throws Exception {
        Run run = batch(text);
        String line = run.err().replace(folder + "/", "");
        assertEquals(2, run.exitCode(), text);
        assertEquals(1, run.errLines().size(), run.err());
        assertTrue(line.startsWith(beginning.replace(folder + "/", "")), run.err());
    }

    @Test
    void what_the_coordinator_refuses_is_told_by_the_names_of_the_batch() throws Exception {
        coordinator.on(BATCH, 400, Bodies.problem(400, "invalid_request", "wrong", """
                "violations": [{"field": "operations[1].brief", "message": "too long"},
                               {"field": "operations[1]", "message": "give one"},
                               {"field": "operations[0].name", "message": "must be a name"},
                               {"field": "operations", "message": "depend on each other in a circle: a -> b -> a"}]"""));
        Run run = batch(YAML);
        assertEquals(
                List.of(
                        "rsi_seven.brief: too long",
                        "rsi_seven: give one",
                        "operations[0].name: must be a name",
                        "operations: depend on each other in a circle: a -> b -> a"),
                run.errLines());
        assertEquals(2, run.exitCode());
    }

    @Test
    void no_place_no_money_and_conflicts_have_their_exit_codes() throws Exception {
        coordinator
                .on(BATCH, 429, Bodies.problem(429, "queue_full", "99 tasks wait already, limit is 100"))
                .on(BATCH, 402, Bodies.problem(402, "budget_exhausted", "spent", "\"remaining\": 0.12"))
                .on(BATCH, 409, Bodies.problem(409, "illegal_state", "not now"));
        Run full = batch(YAML);
        assertEquals(
                List.of("Nothing was handed in: 99 tasks wait already, limit is 100; try again when some have begun"),
                full.errLines());
        assertEquals(5, full.exitCode());
        Run poor = batch(YAML);
        assertEquals(
                List.of("Nothing was handed in: daily budget exhausted ($0.12 remaining); see 'ktrdr budget'"),
                poor.errLines());
        assertEquals(6, poor.exitCode());
        Run conflict = batch(YAML);
        assertEquals(List.of("not now"), conflict.errLines());
        assertEquals(4, conflict.exitCode());
    }

    @Test
    void a_lost_answer_is_asked_for_again_with_the_same_key() throws Exception {
        coordinator.cut(BATCH).on(BATCH, 202, ACCEPTED);
        assertEquals(0, batch(YAML).exitCode());
        List<String> keys = coordinator.asked().stream()
                .map(asked -> asked.header("Idempotency-key"))
                .toList();
        assertEquals(2, keys.size());
        assertEquals(1, keys.stream().distinct().count());
        batch(YAML, "--idempotency-key", "mine");
        assertEquals("mine", coordinator.asked().getLast().header("Idempotency-key"));
    }

    @Test
    void waiting_ends_with_the_last_of_them() throws Exception {
        coordinator
                .on(BATCH, 202, ACCEPTED)
                .on(
                        "GET /api/v1/operations/op_1",
                        200,
                        ended("op_1", "ingest", "completed", ", \"result\": {\"a\": 1}"))
                .on(
                        "GET /api/v1/operations/op_2",
                        200,
                        ended("op_2", "agent_research", "pending", ", \"waiting_reason\": \"waiting for op_1\""))
                .on("GET /api/v1/operations/op_2", 200, ended("op_2", "agent_research", "completed", ""));
        Run run = batch(YAML, "--wait");
        assertEquals("bars       op_1\nrsi_seven  op_2\n", run.out());
        assertEquals(
                List.of(
                        "bars  op_1  completed",
                        "rsi_seven  op_2  pending: waiting for op_1",
                        "rsi_seven  op_2  completed"),
                run.errLines());
        assertEquals(0, run.exitCode());
        JsonNode items = json.readTree(batch(YAML, "--wait", "--json").out()).path("items");
        assertEquals("bars", items.get(0).path("name").asText());
        assertEquals("completed", items.get(1).path("status").asText());
        assertEquals(2, items.size());
    }

    @Test
    void one_that_failed_outweighs_one_that_was_cancelled() throws Exception {
        coordinator
                .on(BATCH, 202, ACCEPTED)
                .on(
                        "GET /api/v1/operations/op_1",
                        200,
                        ended("op_1", "ingest", "failed", ", \"error_message\": \"no file\""))
                .on("GET /api/v1/operations/op_1", 200, ended("op_1", "ingest", "completed", ""))
                .on("GET /api/v1/operations/op_2", 200, ended("op_2", "agent_research", "cancelled", ""));
        Run failed = batch(YAML, "--wait", "-q");
        assertEquals(List.of("bars  op_1 failed: no file"), failed.errLines());
        assertEquals(8, failed.exitCode());
        assertEquals(9, batch(YAML, "--wait").exitCode());
    }

    @Test
    void waiting_has_an_end_when_the_time_is_up() throws Exception {
        coordinator
                .on(BATCH, 202, ACCEPTED)
                .on("GET /api/v1/operations/op_1", 200, ended("op_1", "ingest", "running", ""))
                .on("GET /api/v1/operations/op_2", 200, ended("op_2", "agent_research", "pending", ""));
        Run run = batch(YAML, "--wait", "--timeout", "1ms");
        assertEquals(
                "Still running after the time given: see 'ktrdr ops show op_1' (and 1 more)",
                run.errLines().getLast());
        assertEquals(10, run.exitCode());
    }

    @Test
    void the_help_tells_what_a_file_looks_like() {
        String help = run("ops", "batch", "--help").out();
        assertTrue(help.contains("on_dependency_failure: skip"), help);
        assertTrue(help.contains("A strategy that ends in .yaml or .yml is a file"), help);
    }
}

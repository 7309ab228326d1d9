package io.ktrdr.coordinator.task.work;

import static io.ktrdr.coordinator.Eventually.eventually;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.SourceFolder;
import io.ktrdr.coordinator.agent.AgentFailure;
import io.ktrdr.coordinator.agent.AgentTask;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.quant.strategy.StrategyYaml;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each type of task, from submission to result. */
@QuarkusTest
@TestProfile(SourceFolder.class)
class TaskWorksTest extends CoordinatorTest {
    private static final String OLD = """
            # my first one
            schema_version: 1
            name: last_move
            indicators:
              - {name: roc, params: {period: 1}, feature: last}  # one bar
            label: {horizon: 1}
            model: {type: mlp, hidden_layers: [], epochs: 3, patience: 3}
            rules: {long_above: 0.52, short_below: 0.48}
            """;

    @Inject
    ResearchTaskWork research;

    @Inject
    SourceAccess source;

    @BeforeEach
    void aSource() throws IOException {
        SourceFolder.startOver();
    }

    @AfterEach
    void all_adds_up() {
        loop.standsStill();
        assertNothingFound();
    }

    private static String bars(int howMany, Duration distance) {
        StringBuilder csv = new StringBuilder("timestamp,open,high,low,close,volume\n");
        Instant time = Instant.parse("2025-01-01T00:00:00Z");
        for (int i = 0; i < howMany; i++) {
            double price = 100 + i % 7;
            csv.append(time + "," + price + "," + (price + 1) + "," + (price - 1) + "," + price + ",1\n");
            time = time.plus(distance);
        }
        return csv.toString();
    }

    private static ValidatableResponse trySubmit(String type, String payload) {
        return post("/api/v1/tasks", "{\"task_type\": \"" + type + "\", \"payload\": " + payload + "}");
    }

    private static String submit(String type, String payload) {
        return trySubmit(type, payload).statusCode(202).extract().path("operation_id");
    }

    private static ValidatableResponse task(String id) {
        return get("/api/v1/tasks/" + id).statusCode(200);
    }

    private static ValidatableResponse completed(String id) {
        return task(id).body("error_message", nullValue()).body("status", equalTo("completed"));
    }

    private static ValidatableResponse failed(String id, String why) {
        return task(id).body("status", equalTo("failed")).body("error_message", containsString(why));
    }

    /** Until it has been seen as it is. */
    private void sourceIs(boolean up) {
        eventually(
                () -> {
                    loop.turn();
                    return get("/api/v1/pool").extract().path("services[0].up").equals(up);
                },
                () -> "the data source up: " + up);
    }

    private ValidatableResponse done(String type, String payload) {
        String id = submit(type, payload);
        loop.turnUntilQuiet();
        return completed(id);
    }

    private void nobodyIsBlamed() {
        get("/api/v1/agents").body("items.failed", everyItem(equalTo(0)));
    }

    // ---- what may be asked for -----------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "discovery | {\"path\": 7, \"pattern\": \"*\"}        | payload.pattern payload.path",
                "discovery | {\"path\": \"../up\"}                     | payload.path",
                "discovery | {\"path\": \"/etc\"}                      | payload.path",
                "ingest    | {}                                        | payload.path payload.symbol payload.timeframe",
                "ingest    | {\"path\": \"\", \"symbol\": \"A\", \"timeframe\": \"1m\"} | payload.path",
                "ingest    | {\"path\": \"a\", \"symbol\": \"A B\", \"timeframe\": \"9q\", \"bad_bars\": 1} | payload.symbol payload.timeframe payload.bad_bars",
                "ingest    | {\"path\": \"a\", \"symbol\": 5, \"timeframe\": \"1m\", \"bad_bars\": \"eat\"} | payload.symbol payload.bad_bars",
                "migration | {\"strategy\": \"a\", \"path\": \"b\"}    | payload.path",
                "migration | {\"strategy\": \" \"}                     | payload.strategy",
                "heartbeat | {\"agent_id\": \"agent-17\"}              | payload.agent_id",
                "heartbeat | {\"agent_id\": 1, \"deep\": true}         | payload.agent_id payload.deep",
                "research  | {}                                        | payload.brief",
                "research  | {\"brief\": \"b\", \"strategy\": \"s\"}   | payload.strategy",
                "research  | {\"brief\": \"b\", \"seed\": 1.5, \"priority\": \"P9\", \"force\": true} | payload.seed payload.priority payload.force",
            })
    void everything_that_is_wrong_with_a_payload_is_named(String type, String payload, String fields) {
        String before = database.everything();
        trySubmit(type, payload)
                .statusCode(400)
                .body("code", equalTo("invalid_request"))
                .body("violations.field", containsInAnyOrder(fields.split(" ")));
        assertEquals(before, database.everything());
    }

    // ---- discovery and ingest ------------------------------------------------------------------------------------

    @Test
    void what_is_importable_in_the_data_source_is_found_and_what_was_imported_is_known() throws IOException {
        SourceFolder.has("crypto/BTC-USD_4h.csv", bars(3_000, Duration.ofHours(4)));
        SourceFolder.has("crypto/trades.csv", "timestamp,price,amount\n1700000000,1,1\n1700000001,2,1\n");
        SourceFolder.has(
                "odd.csv", "timestamp,open,high,low,close,volume\n2025-01-01,x,1,1,1,1\n2025-01-02,1,1,1,1,1\n");
        SourceFolder.has("notes.txt", "hello");
        sourceIs(true);
        String imported = done(
                        "ingest",
                        "{\"path\": \"crypto/BTC-USD_4h.csv\", \"symbol\": \"BTC-USD\", \"timeframe\": \"4h\"}")
                .body("result.dataset.bars", equalTo(3_000))
                .body("result.dataset.source", equalTo("crypto/BTC-USD_4h.csv"))
                .body("result.quality.bars_kept", equalTo(3_000))
                .extract()
                .path("result.dataset.sha256");
        get("/api/v1/datasets/" + imported).statusCode(200).body("symbol", equalTo("BTC-USD"));
        done("discovery", "{}")
                .body("result.datasets.path", contains("odd.csv", "crypto/BTC-USD_4h.csv", "crypto/trades.csv"))
                .body("result.datasets.importable", contains(false, true, true))
                .body("result.datasets[0].reason", startsWith("line 2: open is not a number"))
                .body("result.datasets[1].symbol", equalTo("BTC-USD"))
                .body("result.datasets[1].timeframe", equalTo("4h"))
                .body("result.datasets[1].holds", equalTo("bars"))
                .body("result.datasets[1].first_time", equalTo("2025-01-01T00:00:00Z"))
                .body("result.datasets[1].imported_before", contains(imported))
                .body("result.datasets[2].holds", equalTo("trades"))
                .body("result.datasets[2].timeframe", nullValue())
                .body("result.datasets[2].imported_before", empty())
                .body("result.other_files", equalTo(1))
                .body("result.skipped", empty())
                .body("result.truncated", equalTo(false));
        done("discovery", "{\"path\": \"crypto\"}").body("result.datasets", hasSize(2));
    }

    @Test
    void the_same_file_again_is_the_same_dataset() throws IOException {
        SourceFolder.has("a.csv", bars(50, Duration.ofMinutes(1)));
        String payload = "{\"path\": \"./a.csv\", \"symbol\": \"A\", \"timeframe\": \"1m\", \"bad_bars\": \"refuse\"}";
        String first = done("ingest", payload).extract().path("result.dataset.sha256");
        done("ingest", payload).body("result.dataset.sha256", equalTo(first));
        assertEquals(1, database.number("SELECT count(*) FROM dataset"));
    }

    @ParameterizedTest
    @CsvSource({
        "missing.csv, 1m, missing.csv is not there",
        "a.csv, 1h, a.csv: line 3: 1m after the bar before it",
        "notes.csv, 1m, 'notes.csv: line 1: the header has no column'"
    })
    void what_cannot_be_imported_fails_with_the_reason_and_without_another_attempt(
            String path, String timeframe, String why) throws IOException {
        SourceFolder.has("a.csv", bars(50, Duration.ofMinutes(1)));
        SourceFolder.has("notes.csv", "a,b\n1,2\n");
        String id = submit(
                "ingest", "{\"path\": \"" + path + "\", \"symbol\": \"A\", \"timeframe\": \"" + timeframe + "\"}");
        loop.turnUntilQuiet();
        failed(id, why).body("attempt", equalTo(1));
        nobodyIsBlamed();
    }

    @Test
    void files_with_nul_in_them_are_named_with_the_reason() throws IOException {
        String csv = "timestamp,open,high,low,close,volume\n1700000000,\0,1,1,1,1\n1700000060,1,1,1,1,1\n";
        SourceFolder.has("nul.csv", csv);
        SourceFolder.has("nul.yaml", OLD.replace("first", "\0"));
        sourceIs(true);
        String id = submit("ingest", "{\"path\": \"nul.csv\", \"symbol\": \"A\", \"timeframe\": \"1m\"}");
        loop.turnUntilQuiet();
        failed(id, "nul.csv: line 2: open is not a number: ' '").body("attempt", equalTo(1));
        done("discovery", "{}").body("result.datasets[0].reason", equalTo("line 2: open is not a number: ' '"));
        done("migration", "{\"path\": \"nul.yaml\"}").body("result.unreadable", equalTo(1));
    }

    @Test
    void a_folder_that_is_not_there_fails_the_discovery() {
        sourceIs(true);
        String id = submit("discovery", "{\"path\": \"gone\"}");
        loop.turnUntilQuiet();
        failed(id, "gone is not there");
        nobodyIsBlamed();
    }

    // ---- the data source is down ---------------------------------------------------------------------------------

    @Test
    void while_the_data_source_is_down_what_needs_it_waits_and_all_others_go_on() throws IOException {
        sourceIs(true);
        SourceFolder.vanishes();
        eventually(
                () -> {
                    loop.turn();
                    return database.number("SELECT count(*) FROM service WHERE error IS NOT NULL") == 1;
                },
                () -> "the look that finds it gone");
        database.sql("UPDATE service SET last_success = now() - interval '11 s'");
        String discovery = submit("discovery", "{}");
        String migration = submit("migration", "{}");
        String heartbeat = submit("heartbeat", "{}");
        String ingest = submit("ingest", "{\"path\": \"a.csv\", \"symbol\": \"A\", \"timeframe\": \"1m\"}");
        loop.turnUntilQuiet();
        for (String waiting : List.of(discovery, migration)) {
            task(waiting)
                    .body("status", equalTo("pending"))
                    .body("attempt", equalTo(0))
                    .body("waiting_reason", equalTo("waiting for the discovery service, which is down"));
        }
        completed(heartbeat).body("result.healthy", equalTo(true)).body("result.services.discovery.up", equalTo(false));
        failed(ingest, "The data source does not answer: " + SourceFolder.path() + " is not a folder")
                .body("attempt", equalTo(1));
        nobodyIsBlamed();

        SourceFolder.startOver();
        sourceIs(true);
        loop.turnUntilQuiet();
        completed(discovery);
        completed(migration);
    }

    @Test
    void a_source_that_goes_away_under_the_work_gives_the_task_back_once_it_is_known_to_be_down() {
        database.sql(
                "INSERT INTO service (name, source, last_success) VALUES ('discovery', 's', now() + interval '1 h')");
        AgentFailure failure = assertThrows(
                AgentFailure.class,
                () -> source.patiently(attempt(OperationType.DISCOVERY), from -> {
                    database.sql("UPDATE service SET last_success = now() - interval '10 s'");
                    throw new IOException("unplugged");
                }));
        assertEquals("The data source does not answer: unplugged", failure.getMessage());
        assertEquals(FailureClass.DEFERRED, failure.failureClass());
    }

    @Test
    void a_source_that_stutters_is_asked_again() throws Exception {
        int[] asked = {0};
        assertEquals("answer", source.briefly(attempt(OperationType.INGEST), from -> {
            if (asked[0]++ == 0) {
                throw new IOException("once");
            }
            return "answer";
        }));
    }

    private static AgentTask attempt(OperationType type) {
        return new AgentTask("att_test", type, Json.object(), 1, "agent-1", 0, new CountDownLatch(1));
    }

    // ---- migration -----------------------------------------------------------------------------------------------

    private void libraryHas(String name, String yaml) {
        database.sql(
                "INSERT INTO strategy (sha256, name, yaml, created_at) VALUES (md5(?) || md5(?), ?, ?, now() - interval '1 h')",
                name,
                yaml,
                name,
                yaml);
    }

    @Test
    void strategies_of_the_library_are_brought_to_the_newest_version_and_again_nothing_changes() {
        sourceIs(true);
        libraryHas("last_move", OLD);
        libraryHas("broken", "name: broken\n");
        JsonNode first = Json.parse(done("migration", "{}")
                .body("result.migrated", equalTo(1))
                .body("result.current", equalTo(0))
                .body("result.unreadable", equalTo(1))
                .body("result.strategies.strategy", contains("broken", "last_move"))
                .body("result.strategies.outcome", contains("unreadable", "migrated"))
                .body("result.strategies[1].from_version", equalTo(1))
                .body("result.strategies[1].version", equalTo(2))
                .body("result.strategies[1].changes", hasSize(2))
                .body("result.strategies[1].stored", equalTo(true))
                .extract()
                .body()
                .asString());
        assertEquals(3, database.number("SELECT count(*) FROM strategy"));
        String yaml = String.valueOf(database.text(
                "SELECT yaml FROM strategy WHERE sha256 = ?",
                first.at("/result/strategies/1/sha256").asText()));
        assertEquals(2, StrategyYaml.read(yaml).schemaVersion());
        done("migration", "{}").body("result.migrated", equalTo(0)).body("result.current", equalTo(1));
        done("migration", "{\"strategy\": \"last_move\"}")
                .body("result.strategies.outcome", contains("current"))
                .body("result.strategies.stored", contains(false));
        assertEquals(3, database.number("SELECT count(*) FROM strategy"));
        String unknown = submit("migration", "{\"strategy\": \"nobody\"}");
        loop.turnUntilQuiet();
        failed(unknown, "No strategy is called nobody");
        nobodyIsBlamed();
    }

    @Test
    void a_library_of_several_pages_is_migrated_whole() {
        sourceIs(true);
        for (int i = 0; i < 205; i++) {
            libraryHas("s" + i, OLD.replace("last_move", "s" + i));
        }
        done("migration", "{}").body("result.migrated", equalTo(205)).body("result.strategies", hasSize(205));
        done("migration", "{}").body("result.current", equalTo(205));
    }

    @Test
    void files_of_the_data_source_get_into_the_library_and_keep_their_comments() throws IOException {
        SourceFolder.has("strategies/one.yaml", OLD);
        SourceFolder.has("strategies/two.yml", "- nothing\n");
        SourceFolder.has("strategies/large.yaml", "#".repeat(70_000));
        SourceFolder.has("strategies/readme.md", "hello");
        Files.write(SourceFolder.path().resolve("strategies/latin.yaml"), new byte[] {(byte) 0xe4});
        sourceIs(true);
        done("migration", "{\"path\": \"strategies\"}")
                .body("result.strategies.path", hasSize(4))
                .body("result.strategies.path", hasItem("strategies/one.yaml"))
                .body("result.migrated", equalTo(1))
                .body("result.unreadable", equalTo(3))
                .body("result.strategies.reason", hasItem("strategies/large.yaml is larger than 64 KiB"))
                .body("result.strategies.reason", hasItem("strategies/latin.yaml is not written in UTF-8"));
        done("migration", "{\"path\": \"strategies/one.yaml\"}")
                .body("result.strategies.outcome", contains("migrated"))
                .body("result.strategies.stored", contains(false))
                .body("result.strategies[0].yaml", startsWith("# my first one\nschema_version: 2\n"))
                .body("result.strategies[0].yaml", containsString("# one bar"));
        assertEquals(List.of("last_move"), database.texts("SELECT name FROM strategy"));
    }

    // ---- heartbeat -----------------------------------------------------------------------------------------------

    @Test
    void a_heartbeat_says_what_it_measured_of_the_agent_that_runs_it() {
        done("heartbeat", "{}")
                .body("result.agent_id", equalTo("agent-1"))
                .body("result.checked_by", equalTo("agent-1"))
                .body("result.healthy", equalTo(true))
                .body("result.state", equalTo("busy"))
                .body("result.database_ms", greaterThanOrEqualTo(0))
                .body("result.wrong", empty())
                .body("result.services.discovery", notNullValue())
                .body("result.models", anEmptyMap());
    }

    @Test
    void an_agent_that_shares_a_handle_is_degraded_and_so_is_the_other_one() {
        loop.turnUntilQuiet();
        database.sql("UPDATE agent SET memory_handle_id = 'mem_shared' WHERE number <= 2");
        String id = submit("heartbeat", "{}");
        loop.turnUntilQuiet();
        // two have failed it; the third is well
        completed(id).body("result.checked_by", equalTo("agent-3")).body("attempt", equalTo(3));
        get("/api/v1/agents")
                .body("items.state", contains("degraded", "degraded", "idle", "idle"))
                .body("items[0].last_error", equalTo("agent-1 shares its memory_handle_id with agent-2"));
        done("heartbeat", "{\"agent_id\": \"agent-1\"}")
                .body("result.checked_by", equalTo("agent-3"))
                .body("result.healthy", equalTo(false))
                .body("result.state", equalTo("degraded"))
                .body("result.wrong", hasSize(2));
    }

    @Test
    void an_agent_that_there_is_not_fails_the_task_alone() {
        String id = submit("heartbeat", "{\"agent_id\": \"agent-9\"}");
        loop.turnUntilQuiet();
        failed(id, "There is no agent agent-9 in the pool").body("attempt", equalTo(1));
        nobodyIsBlamed();
    }

    // ---- research ------------------------------------------------------------------------------------------------

    private void aDataset() throws IOException {
        SourceFolder.has("a.csv", bars(3_000, Duration.ofHours(4)));
        done("ingest", "{\"path\": \"a.csv\", \"symbol\": \"A\", \"timeframe\": \"4h\"}");
    }

    private static String researchOf(String task) {
        return completed(task).extract().path("result.research_id");
    }

    @Test
    void a_research_is_triggered_as_by_hand() throws IOException {
        aDataset();
        String id = researchOf(done(
                        "research",
                        "{\"brief\": \"Explore RSI\", \"dataset\": \"A/4h\", \"seed\": 7, \"priority\": \"P0\"}")
                .extract()
                .path("operation_id"));
        show(id).body("operation_type", equalTo("agent_research")).body("priority", equalTo("P0"));
        assertEquals("7", database.text("SELECT request ->> 'seed' FROM operation WHERE id = ?", id));
    }

    @Test
    void what_cannot_be_triggered_fails_the_task_with_the_reason() throws IOException {
        String noData = submit("research", "{\"brief\": \"Explore RSI\"}");
        loop.turnUntilQuiet();
        failed(noData, "dataset: none has been imported yet").body("attempt", equalTo(1));
        aDataset();
        String noStrategy = submit("research", "{\"strategy\": \"nobody\"}");
        loop.turnUntilQuiet();
        failed(noStrategy, "no strategy is called nobody");
        nobodyIsBlamed();
        assertEquals(0, database.number("SELECT count(*) FROM operation WHERE type = 'agent_research'"));
    }

    @Test
    void at_capacity_a_research_task_waits_and_goes_on_when_there_is_room() throws IOException {
        aDataset();
        String active = trigger("takes the only place");
        loop.turnUntilQuiet();
        String id = submit("research", "{\"brief\": \"Explore RSI\"}");
        loop.turnUntilQuiet();
        task(id).body("status", equalTo("pending"))
                .body("attempt", equalTo(0))
                .body("waiting_reason", startsWith("waiting for capacity"));
        completed(done("heartbeat", "{}").extract().path("operation_id"));
        cancel(active);
        loop.turnUntilQuiet();
        assertEquals("running", statusOf(researchOf(id)));
        nobodyIsBlamed();
    }

    @Test
    void who_loses_the_race_for_the_last_place_waits_without_being_blamed() throws IOException {
        aDataset();
        List<String> tasks = List.of(
                submit("research", "{\"brief\": \"one\"}"),
                submit("research", "{\"brief\": \"two\"}"),
                submit("research", "{\"brief\": \"three\"}"));
        loop.turnUntilQuiet();
        assertEquals(1, database.number("SELECT count(*) FROM operation WHERE type = 'agent_research'"));
        List<String> waiting =
                tasks.stream().filter(id -> !statusOf(id).equals("completed")).toList();
        assertEquals(2, waiting.size());
        for (String id : waiting) {
            task(id).body("status", equalTo("running")).body("waiting_reason", startsWith("waiting for capacity"));
        }
        assertEquals(
                List.of("at_capacity", "at_capacity"),
                database.texts("SELECT failure_code FROM operation WHERE failure_class = 'deferred'"));
        get("/api/v1/agents").body("items.state", everyItem(equalTo("idle")));
        for (int i = 0; i < waiting.size(); i++) {
            database.texts("SELECT id FROM operation WHERE type = 'agent_research' AND status = 'running'")
                    .forEach(id -> cancel(String.valueOf(id)));
            loop.turnUntilQuiet();
        }
        assertEquals(3, tasks.stream().map(TaskWorksTest::researchOf).distinct().count());
    }

    @Test
    void an_attempt_that_died_after_it_triggered_leaves_its_research_to_the_next_one() throws Exception {
        aDataset();
        trainingWorkers("t1", "t2");
        loop.turnUntilQuiet();
        String id = submit("research", "{\"brief\": \"Explore RSI\"}");
        JsonNode payload = Json.parse("{\"brief\": \"Explore RSI\"}");
        // what an attempt does before its process is killed
        String triggered = research.run(attempt(OperationType.RESEARCH), id, payload)
                .path("research_id")
                .asText();
        loop.turnUntilQuiet();
        assertEquals(triggered, researchOf(id));
        assertEquals(1, database.number("SELECT count(*) FROM operation WHERE type = 'agent_research'"));
        assertNotEquals(
                triggered,
                research.run(attempt(OperationType.RESEARCH), "another", payload)
                        .path("research_id")
                        .asText());
    }
}

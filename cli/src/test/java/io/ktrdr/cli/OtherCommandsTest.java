package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class OtherCommandsTest extends CommandTest {
    private static final String EQUITY = "time,close,position,equity,drawdown\nt1,1,flat,1.0,0\nt2,1,long,1.2,0\n";

    private void completedResearch() {
        coordinator
                .on(
                        "GET /api/v1/operations/op_1",
                        200,
                        Bodies.research("op_1", "completed", "assessing", Bodies.result()))
                .answer("GET /api/v1/artifacts/e1", 200, "application/octet-stream", EQUITY)
                .answer("GET /api/v1/artifacts/t1", 200, "application/octet-stream", "side,entry_time\nlong,t1\n")
                .answer("GET /api/v1/artifacts/o1", 200, "application/octet-stream", "an ONNX file");
    }

    @Test
    void version_names_the_program() {
        assertTrue(Run.of(factory, "--version").out().startsWith("ktrdr "));
    }

    @Test
    void completion_is_a_shell_script() {
        Run run = Run.of(factory, "generate-completion");
        assertEquals(0, run.exitCode());
        assertTrue(run.out().contains("complete -F _complete_ktrdr"));
    }

    @Test
    void an_unknown_operation_is_not_found() {
        Run run = run("ops", "show", "op_nope");
        assertEquals(3, run.exitCode());
        assertEquals("", run.out());
    }

    @Test
    void an_operation_is_shown_with_what_it_depended_on_and_why_it_failed() {
        String failed = Bodies.research(
                        "op_1",
                        "failed",
                        "idle",
                        ", \"error_message\": \"op_b failed\", \"error_code\": \"dependency_failed\"")
                .replace("\"depends_on\": []", "\"depends_on\": [\"op_a\", \"op_b\"]");
        coordinator
                .on("GET /api/v1/operations/op_1", 200, failed)
                .on("GET /api/v1/operations/op_1/children", 200, "{\"items\": []}");
        assertEquals("""
                Operation   op_1
                Type        agent_research
                Status      failed
                Phase       idle
                Error       op_b failed
                Error code  dependency_failed
                Brief       Explore RSI variations
                Priority    P1
                After       op_a, op_b
                Attempt     1
                Created     2026-01-02T03:04:05Z
                Started     2026-01-02T03:04:06Z
                """, run("ops", "show", "op_1").out());
    }

    @Test
    void operations_are_listed_with_their_filters() throws Exception {
        String page = "{\"items\": [" + Bodies.research("op_1", "running", "training", ", \"waiting_reason\": \"why\"")
                + "], \"next_cursor\": \"c2\"}";
        coordinator.on("GET /api/v1/operations?operation_type=agent_research&status=running&limit=10", 200, page);
        String[] list = {"ops", "list", "--type", "agent_research", "--status", "running", "--limit", "10"};
        Run run = run(list);
        assertEquals(
                "ID    TYPE            STATUS   PHASE     STRATEGY  CREATED               NOTE",
                run.outLines().get(0));
        assertEquals(
                "op_1  agent_research  running  training  -         2026-01-02T03:04:05Z  why",
                run.outLines().get(1));
        assertEquals("More: --cursor c2\n", run.err());
        String[] asJson = Arrays.copyOf(list, list.length + 1);
        asJson[list.length] = "--json";
        JsonNode document = json.readTree(run(asJson).out());
        assertEquals("c2", document.path("next_cursor").asText());
        assertEquals("op_1", document.path("items").get(0).path("operation_id").asText());
    }

    @Test
    void a_research_is_shown_with_its_curves_and_baselines() {
        completedResearch();
        String shown = run("research", "show", "op_1").out();
        assertTrue(shown.contains("Strategy  rsi_7  (sha256 abcdef012345)"), shown);
        assertTrue(shown.contains("completed in 1m 0s"), shown);
        assertTrue(shown.contains("54.1%  (majority guess: 52.0%)"), shown);
        assertTrue(shown.contains("█▅▁  0.7100 to 0.6900"), shown);
        assertTrue(shown.contains("-1.20%  (buy and hold: +8.00%)"), shown);
        assertTrue(shown.contains("▁█"), shown);
        assertTrue(shown.contains("Verdict: poor"), shown);
        assertTrue(shown.contains("    - loses"), shown);
        assertTrue(shown.contains("  hypotheses: none found"), shown);
    }

    @Test
    void turnover_is_shown_where_the_strategy_sizes_its_positions() {
        completedResearch();
        assertFalse(run("research", "show", "op_1").out().contains("Turnover"));

        String sized = Bodies.result().replace("\"trades\": 12}", "\"trades\": 12, \"turnover\": 7.5}");
        coordinator.on("GET /api/v1/operations/op_2", 200, Bodies.research("op_2", "completed", "assessing", sized));
        String shown = run("research", "show", "op_2").out();
        assertTrue(shown.contains("Turnover       7.50 times the equity\n"), shown);
    }

    @Test
    void a_few_days_are_not_annualized() throws Exception {
        completedResearch();
        String shown = run("research", "show", "op_1").out();
        assertTrue(shown.contains("Annualized     -30.00%"), shown);
        assertFalse(shown.contains("too short"), shown);

        String test = "\"windows\": {\"test\": {\"from\": \"2013-12-01T00:00:00Z\", \"to\": \"%s\"}, ";
        String result = Bodies.result().replace("\"windows\": {", test.formatted("2013-12-02T07:12:00Z"));
        coordinator.on("GET /api/v1/operations/op_2", 200, Bodies.research("op_2", "completed", "assessing", result));
        String few = run("research", "show", "op_2").out();
        assertTrue(few.contains("Annualized     -\n"), few);
        assertTrue(few.contains("Calmar         -\n"), few);
        assertTrue(few.contains("Sharpe         -0.80\n"), few);
        assertTrue(few.contains("  Test window of 1.3 days: too short to annualize\n"), few);
        JsonNode document =
                json.readTree(run("research", "show", "op_2", "--json").out());
        assertEquals(
                -0.3,
                document.path("result")
                        .path("backtest")
                        .path("annualized_return")
                        .asDouble());

        String month = Bodies.result().replace("\"windows\": {", test.formatted("2013-12-31T00:00:00Z"));
        coordinator.on("GET /api/v1/operations/op_3", 200, Bodies.research("op_3", "completed", "assessing", month));
        assertTrue(run("research", "show", "op_3").out().contains("Annualized     -30.00%"));
    }

    @Test
    void a_research_that_is_no_research_is_refused() {
        coordinator.on(
                "GET /api/v1/operations/op_1",
                200,
                Bodies.research("op_1", "running", "training", "").replace("agent_research", "training"));
        assertEquals(2, run("research", "show", "op_1").exitCode());
    }

    @Test
    void a_research_is_exported_as_files(@TempDir Path folder) throws Exception {
        completedResearch();
        Run run = run("research", "export", "op_1", "--to", folder.toString());
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(EQUITY, Files.readString(folder.resolve("equity_curve.csv")));
        assertEquals("side,entry_time\nlong,t1\n", Files.readString(folder.resolve("trades.csv")));
        assertEquals("name: rsi_7\n", Files.readString(folder.resolve("strategy.yaml")));
        assertEquals("an ONNX file", Files.readString(folder.resolve("model.onnx")));
        List<String> history = Files.readAllLines(folder.resolve("training_history.csv"));
        assertEquals("epoch,train_loss,validation_loss,validation_accuracy", history.get(0));
        assertEquals("3,0.68,0.69,0.54", history.get(3));
        List<String> metrics = Files.readAllLines(folder.resolve("metrics.csv"));
        assertTrue(metrics.contains("backtest,sharpe,-0.8"), metrics.toString());
        assertTrue(metrics.contains("backtest,sortino,"), metrics.toString());
        assertTrue(metrics.contains("assessment,verdict,poor"), metrics.toString());

        Path other = folder.resolve("other");
        assertEquals(
                0, run("research", "export", "op_1", "--dir", other.toString()).exitCode());
        assertEquals(EQUITY, Files.readString(other.resolve("equity_curve.csv")));
    }

    @Test
    void a_research_of_a_release_without_onnx_is_exported_without_it(@TempDir Path folder) {
        completedResearch();
        String older = Bodies.result().replace("\"o1\"", "null");
        coordinator.on("GET /api/v1/operations/op_2", 200, Bodies.research("op_2", "completed", "assessing", older));
        Run run = run("research", "export", "op_2", "--to", folder.toString());
        assertEquals(0, run.exitCode(), run.err());
        assertFalse(Files.exists(folder.resolve("model.onnx")));
        assertTrue(Files.exists(folder.resolve("trades.csv")));
    }

    @Test
    void a_research_without_result_exports_nothing(@TempDir Path folder) {
        coordinator.on("GET /api/v1/operations/op_1", 200, Bodies.research("op_1", "running", "training", ""));
        Run run =
                run("research", "export", "op_1", "--to", folder.resolve("new").toString());
        assertEquals(4, run.exitCode());
        assertFalse(Files.exists(folder.resolve("new")));
    }

    @Test
    void a_research_becomes_a_page(@TempDir Path folder) throws Exception {
        completedResearch();
        Path file = folder.resolve("page.html");
        Run run = run("research", "report", "op_1", "--html", file.toString());
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(file + "\n", run.out());
        String page = Files.readString(file);
        assertTrue(page.contains("<h1>rsi_7</h1>"), page);
        assertTrue(page.contains("The equity curve cannot be read: "), "its times are none");
        assertTrue(page.contains("The dataset could not be fetched: Nothing at GET /api/v1/artifacts/"), page);

        assertEquals(
                "op_1\n",
                run("research", "report", "op_1", "-q", "--html", file.toString())
                        .out());
        JsonNode document = json.readTree(run("research", "report", "op_1", "--json", "--html", file.toString())
                .out());
        assertEquals(file.toString(), document.path("file").asText());
        Run stdout = run("research", "report", "op_1", "--html", "-");
        assertTrue(stdout.out().startsWith("<!DOCTYPE html>"), stdout.out());
        assertEquals(
                2, run("research", "report", "op_1", "--html", "-", "--json").exitCode());
        Run nowhere = run(
                "research",
                "report",
                "op_1",
                "--html",
                folder.resolve("no/such").toString());
        assertEquals(1, nowhere.errLines().size(), nowhere.err());
        assertFalse(nowhere.exitCode() == 0);
    }

    @Test
    void a_page_without_a_name_is_named_after_its_research() throws Exception {
        String id = "op_" + System.nanoTime();
        coordinator.on(
                "GET /api/v1/operations/" + id, 200, Bodies.research(id, "completed", "assessing", Bodies.result()));
        Path file = Path.of(id + ".html");
        try {
            assertEquals(file + "\n", run("research", "report", id, "--html").out());
            assertTrue(Files.size(file) > 50_000);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Test
    void a_research_that_is_not_over_has_no_page(@TempDir Path folder) {
        coordinator.on("GET /api/v1/operations/op_1", 200, Bodies.research("op_1", "running", "training", ""));
        Path file = folder.resolve("page.html");
        Run run = run("research", "report", "op_1", "--html", file.toString());
        assertEquals(4, run.exitCode());
        assertEquals("op_1 is not over yet: it is running\n", run.err());
        assertFalse(Files.exists(file));
    }

    @Test
    void an_import_prints_the_quality_report(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("bars.csv"), "timestamp,open\n");
        coordinator.on("POST /api/v1/datasets?symbol=BTC-USD&timeframe=4h&source=bars.csv", 200, """
                {"sha256": "0123456789abcdef", "symbol": "BTC-USD", "timeframe": "4h", "bars": 9,
                 "first_bar": "2020-01-01T00:00:00Z", "last_bar": "2020-01-02T08:00:00Z", "source": "bars.csv",
                 "imported_at": "2026-01-01T00:00:00Z", "quality": {"bars_read": 10, "bars_kept": 9, "missing_bars": 1,
                 "counts": {"ohlc": 1, "gap": 0}, "issues": [{"check": "ohlc", "at": "2020-01-01T04:00:00Z", "line": 3,
                 "message": "high below low", "dropped": true}]}}""");
        Run run = run("data", "import", file.toString(), "--symbol", "BTC-USD", "--timeframe", "4h");
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains("Read 10 lines, kept 9 bars, 1 missing in between"), run.out());
        assertTrue(run.out().contains("dropped ohlc at line 3, 2020-01-01T04:00:00Z: high below low"), run.out());
        assertEquals("timestamp,open\n", coordinator.asked().getFirst().body());
        assertEquals(
                2,
                run("data", "import", "/no/such.csv", "--symbol", "X", "--timeframe", "1m")
                        .exitCode());
        assertEquals(2, run("data", "import", file.toString()).exitCode());
    }

    @Test
    void watched_events_come_one_line_each_and_only_those_of_the_family() throws Exception {
        String first = event("1", "op_1", "research.triggered", "{}");
        coordinator
                .on("GET /api/v1/operations/op_1/events", 200, "{\"items\": [" + first + "]}")
                .on("GET /api/v1/operations/op_1/children", 200, "{\"items\": [], \"next_cursor\": null}")
                .answer(
                        "GET /api/v1/events",
                        200,
                        "text/event-stream",
                        "id: 2\ndata: " + event("2", "op_9", "research.triggered", "{}")
                                + "\n\n: keep-alive\n\nid: 3\ndata: "
                                + event("3", "op_2", "training.created", "{\"parent_operation_id\":\"op_1\"}")
                                + "\n\nid: 4\ndata: " + event("4", "op_2", "training.completed", "{}") + "\n\n")
                .answer("GET /api/v1/events", 200, "text/event-stream", "data: nonsense\n\n");
        Run run = run("ops", "events", "op_1", "--watch", "--json");
        List<String> ids = run.outLines().stream()
                .map(line -> {
                    try {
                        JsonNode document = json.readTree(line);
                        return document.path("schema_version").asInt() + ":"
                                + document.path("event_id").asText();
                    } catch (JsonProcessingException e) {
                        return line;
                    }
                })
                .toList();
        assertEquals(List.of("1:1", "1:3", "1:4"), ids);
        List<String> resumed = coordinator.asked().stream()
                .filter(asked -> asked.line().equals("GET /api/v1/events"))
                .map(asked -> asked.header("Last-event-id"))
                .toList();
        assertEquals(List.of("1", "4"), resumed);
        assertEquals(1, run.exitCode());
    }

    private static String event(String eventId, String operationId, String type, String detail) {
        return """
                {"event_id": "%s", "operation_id": "%s", "at": "2026-01-02T03:04:05Z", "type": "%s", "detail": %s}""".formatted(eventId, operationId, type, detail);
    }

    @Test
    void draining_needs_the_registry() {
        Run run = run("workers", "drain", "training-1");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("--registry-url"));
    }

    @Test
    void nothing_runs_in_an_empty_home(@TempDir Path folder) {
        String home = folder.resolve("none").toString();
        assertEquals("[ ]\n", Run.of(factory, "ps", "--json", "--home", home).out());
        Run down = Run.of(factory, "down", "--home", home);
        assertEquals(0, down.exitCode());
        assertEquals("ktrdr is not running\n", down.err());
        assertEquals(3, Run.of(factory, "logs", "postgres", "--home", home).exitCode());
    }

    @Test
    void bad_start_options_change_nothing(@TempDir Path folder) {
        String home = folder.resolve("none").toString();
        for (String[] bad : List.of(
                new String[] {"--port", "70000"},
                new String[] {"--port", "x"},
                new String[] {"--coordinators", "0"},
                new String[] {"--coordinators", "9"},
                new String[] {"--training-workers", "-1"},
                new String[] {"--stub-duration", "soon"},
                new String[] {"--stub-failure-rate", "2"},
                new String[] {"--stub-cost", "-1"},
                new String[] {"--daily-limit", "-1"})) {
            Run run = Run.of(factory, "up", "--home", home, bad[0], bad[1]);
            assertEquals(2, run.exitCode(), bad[0]);
            assertFalse(Files.exists(folder.resolve("none")), bad[0]);
        }
    }
}

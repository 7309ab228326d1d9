package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BudgetCommandTest extends CommandTest {
    private static String item(String key, String label, int calls, double usd, double unsettled) {
        return """
                {"key": "%s", "label": "%s", "calls": %d, "input_tokens": 11500, "output_tokens": 2500,
                 "cache_read_tokens": 40000, "cache_write_tokens": 500, "usd": %s, "unsettled_usd": %s}""".formatted(key, label, calls, usd, unsettled);
    }

    private static String report(String by, String limit, String remaining, String items) {
        return """
                {"day": "2026-11-21", "daily_limit": %s, "spent_today": 2.0, "reserved_today": 0.5, "committed": 1.0,
                 "remaining": %s, "by": "%s", "days": 30, "total": %s, "items": [%s]}""".formatted(limit, remaining, by, item("total", "total", 812, 44.5, 0.5), items);
    }

    @Test
    void what_is_left_of_the_day_is_drawn() {
        coordinator.on(
                "GET /api/v1/budget",
                200,
                report(
                        "day",
                        "5.0",
                        "2.5",
                        item("2026-11-21", "2026-11-21", 12, 2, 0.5) + ", "
                                + item("2026-11-20", "2026-11-20", 3, 0.0312, 0)));
        assertEquals(
                List.of(
                        "Today (2026-11-21 UTC)",
                        "  limit      $5.00 a day",
                        "  ████████████████▒▒▒▒▒▒▒▒▒▒▒▒░░░░░░░░░░░░ 50.0% used",
                        "  spent      $2.00",
                        "  reserved   $0.50 for calls that are not settled",
                        "  promised   $1.00 to what has been accepted",
                        "  free       $1.50",
                        "",
                        "In 30 days: $45.00 for 812 calls",
                        "",
                        "DAY         CALLS  INPUT  CACHED  OUTPUT  USD",
                        "2026-11-21  12     12.0k  40.0k   2.5k    $2.50    ████████████████▒▒▒▒",
                        "2026-11-20  3      12.0k  40.0k   2.5k    $0.0312  █"),
                run("budget").outLines());
    }

    @Test
    void without_a_limit_there_is_nothing_to_draw() {
        coordinator.on("GET /api/v1/budget", 200, report("day", "null", "null", ""));
        List<String> lines = run("budget").outLines();
        assertEquals("  limit      none", lines.get(1));
        assertFalse(String.join("\n", lines).contains("free"));
        assertEquals("In 30 days: $45.00 for 812 calls", lines.getLast());
    }

    @Test
    void a_limit_of_nothing_is_a_limit() {
        coordinator.on("GET /api/v1/budget", 200, report("day", "0.0", "0.0", ""));
        assertEquals("  limit      $0.00 a day", run("budget").outLines().get(1));
    }

    @Test
    void researches_are_named_by_what_they_are_about() {
        coordinator.on(
                "GET /api/v1/budget?by=research&days=7&limit=2",
                200,
                report(
                        "research",
                        "null",
                        "null",
                        item("op_1", "Explore RSI variations\\nand more", 2, 1, 0) + ", "
                                + item("op_2", "x".repeat(50), 1, 0, 0)));
        List<String> lines =
                run("budget", "--by", "research", "--days", "7", "--limit", "2").outLines();
        assertEquals(
                "op_1      2      12.0k  40.0k   2.5k    $1.00  ████████████████████  Explore RSI variations",
                lines.get(lines.size() - 2));
        assertEquals(
                "op_2      1      12.0k  40.0k   2.5k    $0.00                        " + "x".repeat(37) + "...",
                lines.getLast());
    }

    @Test
    void programs_get_it_all_and_scripts_the_keys() throws Exception {
        coordinator.on(
                "GET /api/v1/budget?by=model", 200, report("model", "5.0", "2.5", item("opus", "opus", 1, 1, 0)));
        JsonNode document =
                json.readTree(run("budget", "--by", "model", "--json").out());
        assertEquals(1, document.path("schema_version").asInt());
        assertEquals("2026-11-21", document.path("day").asText());
        assertEquals(2.5, document.path("remaining").asDouble());
        assertEquals(
                40_000, document.path("items").get(0).path("cache_read_tokens").asInt());
        assertEquals("opus\n", run("budget", "--by", "model", "-q").out());
    }

    @Test
    void a_refusal_names_what_is_wrong() {
        coordinator.on(
                "GET /api/v1/budget?by=colour",
                400,
                Bodies.problem(
                        400,
                        "invalid_request",
                        "by: must be one of day, model, research",
                        "\"violations\": [{\"field\": \"by\", \"message\": \"must be one of day, model, research\"}]"));
        Run run = run("budget", "--by", "colour");
        assertEquals(2, run.exitCode());
        assertEquals("by: must be one of day, model, research\n", run.err());
    }
}

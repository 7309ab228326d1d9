package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ModelsCommandsTest extends CommandTest {
    private static final String LIST = "GET /api/v1/models";
    private static final String MODELS = """
            {"items": [
              {"name": "opus", "provider": "anthropic", "model": "claude", "base_url": "https://api.anthropic.com",
               "price_per_mtok": {"input": 5, "output": 25, "cache_read": 0.5, "cache_write": 6.25},
               "breaker": "half_open", "requests_this_minute": 3, "requests_per_minute": 50,
               "tokens_today": 12345, "tokens_per_day": 2000000, "last_error": "429: slow down"},
              {"name": "here", "provider": "openai", "model": "small", "base_url": "http://127.0.0.1:11434/v1",
               "price_per_mtok": {"input": 0, "output": 0, "cache_read": 0, "cache_write": 0},
               "breaker": "closed", "requests_this_minute": 0, "requests_per_minute": null,
               "tokens_today": 0, "tokens_per_day": null, "last_error": null}]}""";

    private static String answers(String name) {
        return """
                {"name": "%s", "ok": true, "millis": 1234, "answer": "Yes,\\n I am.", "error": null,
                 "input_tokens": 31, "output_tokens": 4, "usd": 0.000255}""".formatted(name);
    }

    private static String fails(String name) {
        return """
                {"name": "%s", "ok": false, "millis": 12, "answer": null, "error": "no connection",
                 "input_tokens": 0, "output_tokens": 0, "usd": 0}""".formatted(name);
    }

    @Test
    void models_are_listed_in_their_order_with_how_they_are() throws Exception {
        coordinator.on(LIST, 200, MODELS);
        assertEquals("""
                NAME  PROVIDER   MODEL   URL                        $/MTOK IN  $/MTOK OUT  BREAKER    REQUESTS/MIN  TOKENS TODAY
                opus  anthropic  claude  https://api.anthropic.com  5.00       25.00       half_open  3 of 50       12.3k of 2.0M
                here  openai     small   http://127.0.0.1:11434/v1  0.00       0.00        closed     0             0
                opus failed last: 429: slow down
                """, run("models", "list").out());
        JsonNode document = json.readTree(run("models", "list", "--json").out());
        assertEquals(1, document.path("schema_version").asInt());
        assertEquals(
                6.25,
                document.path("items")
                        .get(0)
                        .path("price_per_mtok")
                        .path("cache_write")
                        .asDouble());
        assertEquals("opus\nhere\n", run("-q", "models", "list").out());
    }

    @Test
    void where_no_model_is_configured_it_is_said_how_to() {
        coordinator.on(LIST, 200, "{\"items\": []}");
        for (String command : new String[] {"list", "test"}) {
            Run none = run("models", command);
            assertEquals(0, none.exitCode());
            assertEquals("", none.out());
            assertTrue(none.err().contains("'models.yaml'"), none.err());
        }
    }

    @Test
    void one_model_is_tested() throws Exception {
        coordinator.on("POST /api/v1/models/opus/test", 200, answers("opus"));
        Run run = run("models", "test", "opus");
        assertEquals(0, run.exitCode());
        assertEquals("""
                NAME      TOOK   TOKENS IN  TOKENS OUT  COST     ANSWER
                opus  ok  1.23s  31         4           $0.0003  Yes, I am.
                """, run.out());
        JsonNode document =
                json.readTree(run("models", "test", "opus", "--json").out());
        assertEquals(1, document.path("schema_version").asInt());
        assertEquals(1234, document.path("items").get(0).path("millis").asInt());
        assertEquals(3, run("models", "test", "nobody").exitCode());
    }

    @Test
    void all_models_are_tested_and_one_without_answer_is_told_by_the_exit_code() {
        coordinator
                .on(LIST, 200, MODELS)
                .on("POST /api/v1/models/opus/test", 200, answers("opus"))
                .on("POST /api/v1/models/here/test", 200, fails("here"));
        Run run = run("models", "test");
        assertEquals(1, run.exitCode());
        assertEquals(3, run.outLines().size());
        assertTrue(run.outLines().get(1).startsWith("opus  ok "), run.out());
        assertTrue(run.outLines().get(2).startsWith("here  fails "), run.out());
        assertTrue(run.outLines().get(2).endsWith("no connection"), run.out());
        assertEquals("opus\n", run("-q", "models", "test").out());
    }
}

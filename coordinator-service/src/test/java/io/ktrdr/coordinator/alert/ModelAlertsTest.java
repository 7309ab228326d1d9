package io.ktrdr.coordinator.alert;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.models.ModelChain;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules about language models. */
@QuarkusTest
@TestProfile(ModelAlertsTest.TwoModels.class)
class ModelAlertsTest extends CoordinatorTest {
    public static final class TwoModels implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path file = Files.createTempFile("models", ".yaml");
                file.toFile().deleteOnExit();
                Files.writeString(file, """
                        models:
                          - name: small
                            provider: openai
                            base_url: http://127.0.0.1:1/v1
                            model: some-model
                            price_per_mtok: {input: 0, output: 0}
                            context_window: 1000
                          - name: rare
                            provider: openai
                            base_url: http://127.0.0.1:1/v1
                            model: other-model
                            price_per_mtok: {input: 0, output: 0}
                            tokens_per_day: 100
                        """);
                return Map.of("ktrdr.models", file.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Inject
    ModelChain models;

    private void called(String model, int tokens, String ago) {
        database.sql("DELETE FROM budget_entry");
        database.sql(
                "INSERT INTO budget_entry (operation_id, root_id, purpose, call_number, model, day, created_at, estimate_usd,"
                        + " actual_usd, input_tokens, output_tokens, settled_at)"
                        + " SELECT id, id, 'agent_design', 1, ?, (t AT TIME ZONE 'UTC')::date, t, 0, 0, ? - 100, 100, t"
                        + " FROM (SELECT id FROM operation LIMIT 1) o, (SELECT now() - ?::interval AS t) at",
                model,
                tokens,
                ago);
        loop.turn();
    }

    @Test
    void a_call_that_nearly_fills_the_context_is_told_for_a_quarter_of_an_hour() {
        trigger("asks");
        called("small", 950, "1 s");
        notTold();
        called("rare", 951, "1 s");
        notTold();
        called("small", 951, "1 s");
        get("/api/v1/alerts?state=active")
                .body("items.rule", hasItem("agent_context"))
                .body("items.subject", hasItem("agent_design with small"));
        called("small", 951, "16 min");
        notTold();
    }

    private static void notTold() {
        get("/api/v1/alerts?state=active").body("items.rule", not(hasItem("agent_context")));
    }

    @Test
    void what_may_be_asked_of_a_model_in_a_day_is_nearly_used_up() {
        // what a process has counted it does not forget before the day is over: this comes once
        models.usedToday(Map.of("rare", 91L));
        loop.turn();
        get("/api/v1/alerts?state=active")
                .body("items.rule", contains("model_rate_limit"))
                .body(
                        "items.message",
                        contains("91 % of what rare in a day may be asked is used: 91 of 100 tokens of today (UTC)"));
    }
}

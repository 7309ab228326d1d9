package io.ktrdr.coordinator.models;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.WorkerResults;
import io.ktrdr.coordinator.models.FakeProvider.Anthropic;
import io.ktrdr.coordinator.models.FakeProvider.OpenAi;
import io.ktrdr.coordinator.models.ModelWorld.FakeProviders;
import io.ktrdr.coordinator.repository.Person;
import io.ktrdr.coordinator.research.Json;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Strategies of models in the strategy repository. */
@QuarkusTest
@TestProfile(ConflictTest.WithFolder.class)
@QuarkusTestResource(value = ModelWorld.class, restrictToAnnotatedClass = true)
class ConflictTest extends CoordinatorTest {
    public static final class WithFolder implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                return Map.of(
                        "ktrdr.stub",
                        "false",
                        "ktrdr.strategies.folder",
                        Files.createTempDirectory("strategies").toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final String STRATEGY = """
            schema_version: 2
            name: model_made
            hypothesis: What moved will move.
            family: momentum
            indicators:
              - {name: roc, params: {period: 1}, feature: last}
            label: {horizon: 1}
            model: {type: mlp, hidden_layers: [], epochs: 3, patience: 3}
            rules: {long_above: 0.52, short_below: 0.48}
            sizing: {type: full}
            """;
    private static final String VERDICT = """
            {"verdict": "neutral", "strengths": ["Sharpe ratio 0.6"], "weaknesses": ["few trades"],
             "suggestions": ["another market"], "hypotheses": ["Momentum fades within a day"],
             "hypothesis_outcomes": [{"id": "hyp_unasked", "outcome": "validated", "evidence": "none"}]}""";

    @ConfigProperty(name = "ktrdr.strategies.folder")
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init") // by ModelWorld
    FakeProviders providers;

    @BeforeEach
    void startAnew() {
        TestBars.importBars();
        providers.dear().startOver();
        providers.cheap().startOver();
    }

    private String designed(String yaml) {
        providers
                .dear()
                .answers(Anthropic.tool(Json.object()
                        .put("strategy_yaml", yaml)
                        .put("rationale", "It is the simplest one.")
                        .set("tests_hypotheses", Json.array())
                        .toString()));
        String id = trigger("Explore momentum");
        loop.turnUntilQuiet();
        return id;
    }

    private String nameOf(String research) {
        return Json.parse(String.valueOf(
                        database.text("SELECT result FROM operation WHERE id = ?", child(research, "agent_design"))))
                .at("/strategy/name")
                .asText();
    }

    @Test
    void a_name_that_a_model_has_given_before_to_another_strategy_gets_a_number() {
        assertEquals("model_made", nameOf(designed(STRATEGY)));
        assertEquals("model_made_2", nameOf(designed(STRATEGY.replace("epochs: 3", "epochs: 4"))));
        assertEquals("model_made_3", nameOf(designed(STRATEGY.replace("epochs: 3", "epochs: 5"))));
        assertEquals("model_made_2", nameOf(designed(STRATEGY.replace("epochs: 3", "epochs: 4"))), "the same again");
    }

    @Test
    void an_assessment_is_not_paid_for_twice_because_of_a_conflict() {
        trainingWorkers("t1");
        backtestWorkers("b1");
        String id = designed(STRATEGY);
        String other = STRATEGY.replace("epochs: 3", "epochs: 9");
        try (Person person = Person.with(folder)) {
            assertTrue(person.writes("strategies/model_made.yaml", other).pushes());
        }
        providers.cheap().answers(OpenAi.text(VERDICT));
        completes(id, "training", WorkerResults.TRAINING_RESULT);
        loop.turnUntilQuiet();
        completes(id, "backtesting", WorkerResults.BACKTEST_RESULT);
        loop.turnUntilQuiet();
        show(id).body("waiting_reason", containsString("strategies/model_made.yaml was changed on main"));
        try (Person person = Person.with(folder)) {
            assertTrue(person.on("research/" + id)
                    .writes("strategies/model_made.yaml", other)
                    .pushes());
        }
        post("/api/v1/operations/" + id + "/resume", null).statusCode(200);
        loop.turnUntilQuiet();
        show(id).body("status", equalTo("completed"))
                .body("result.assessment.verdict", equalTo("neutral"))
                .body("result.assessment.method", equalTo("Assessed by model cheap."));
        assertEquals(1, providers.cheap().requests());
    }
}

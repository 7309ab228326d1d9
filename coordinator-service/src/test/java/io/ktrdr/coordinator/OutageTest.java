package io.ktrdr.coordinator;

import static io.ktrdr.coordinator.Eventually.eventually;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.coordinator.assess.Assessment;
import io.ktrdr.coordinator.assess.Verdict;
import io.ktrdr.coordinator.dataset.DatasetCatalogue;
import io.ktrdr.coordinator.design.DatasetFacts;
import io.ktrdr.coordinator.library.Lesson;
import io.ktrdr.coordinator.library.ResearchMemory;
import io.ktrdr.coordinator.library.StrategyLibrary;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import io.ktrdr.quant.strategy.StrategyYaml;
import io.ktrdr.testpostgres.DatabaseLine;
import io.ktrdr.testpostgres.PostgresOnALine;
import io.ktrdr.testservices.Metrics;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.RestAssured;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PostgreSQL goes away in the middle of things, and comes back. */
@QuarkusTest
@TestProfile(OutageTest.OnALine.class)
class OutageTest extends CoordinatorTest {
    public static final class OnALine implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            // the test's own connections are cut as well
            return Map.of("ktrdr.stub", "false", "quarkus.datasource.jdbc.validate-on-borrow", "true");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(PostgresOnALine.class), new TestResourceEntry(FakeWorld.class));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    private static final String STRATEGY = """
            schema_version: 1
            name: last_move
            indicators:
              - {name: roc, params: {period: 1}, feature: last}
            label: {horizon: 1}
            model: {type: mlp, hidden_layers: [], epochs: 3, patience: 3}
            rules: {long_above: 0.52, short_below: 0.48}
            """;

    @SuppressWarnings("NullAway.Init") // by PostgresOnALine
    private DatabaseLine line;

    @Inject
    DatasetCatalogue datasets;

    @Inject
    StrategyLibrary strategies;

    @Inject
    ResearchMemory memory;

    @AfterEach
    void mend() {
        line.mend();
    }

    private void importBars() {
        Bars bars = SyntheticBars.autoregressive(3, 3_000, Timeframe.parse("4h"), 0.01, 0.2);
        StringBuilder csv = new StringBuilder("timestamp,open,high,low,close,volume\n");
        for (int i = 0; i < bars.size(); i++) {
            csv.append(Instant.ofEpochMilli(bars.openTime(i)) + "," + bars.open(i) + "," + bars.high(i) + ","
                    + bars.low(i) + "," + bars.close(i) + "," + bars.volume(i) + "\n");
        }
        RestAssured.given()
                .contentType("text/csv")
                .body(csv.toString())
                .post("/api/v1/datasets?symbol=TEST-USD&timeframe=4h")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/datasets", "/api/v1/operations", "/api/v1/agent/status", "/api/v1/memory?q=rsi"})
    void who_asks_is_told_to_ask_again(String path) {
        get(path).statusCode(200);
        line.cut();
        get(path)
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("code", equalTo("unavailable"))
                .body("detail", equalTo("The database does not answer at the moment"));
        line.mend();
        get(path).statusCode(200);
    }

    @Test
    void scrapes_go_on_without_what_only_the_database_knows() {
        Metrics before = Metrics.scrape();
        assertTrue(before.has("ktrdr_operations"));
        line.cut();
        eventually(() -> !Metrics.scrape().has("ktrdr_operations"), () -> "what was read before is told no longer");
        Metrics meanwhile = Metrics.scrape();
        assertTrue(meanwhile.has("ktrdr_leader"));
        assertTrue(meanwhile.value("ktrdr_scrape_failures_total") > before.value("ktrdr_scrape_failures_total"));
        line.mend();
        eventually(() -> Metrics.scrape().has("ktrdr_operations"), () -> "what there is is told again");
    }

    @Test
    void every_store_tells_an_outage_alike() {
        Assessment assessment =
                new Assessment(Verdict.POOR, List.of(), List.of(), List.of(), List.of(), List.of(), "test");
        Lesson lesson = new Lesson("op_lesson1", "b", StrategyYaml.read(STRATEGY), "h", "d", assessment);
        line.cut();
        unavailable(() -> datasets.show(Sha256.of("bars")));
        unavailable(() -> datasets.resolve(null));
        unavailable(() -> strategies.resolve("last_move"));
        unavailable(() -> strategies.keep(StrategyYaml.read(STRATEGY)));
        unavailable(() -> memory.newest(10));
        unavailable(() -> memory.relevant("b", new DatasetFacts("TEST-USD", "4h", 10), 10));
        unavailable(() -> memory.remember(lesson));
        tryTrigger(Map.of("strategy", "last_move")).statusCode(503).body("code", equalTo("unavailable"));
    }

    private static <T> void unavailable(Supplier<Uni<T>> call) {
        ProblemException told = assertThrows(ProblemException.class, () -> VertxContextSupport.subscribeAndAwait(call));
        assertEquals(ProblemCode.UNAVAILABLE, told.code());
    }

    @Test
    void a_design_that_an_outage_interrupts_is_nobody_s_failure_and_is_begun_again() {
        importBars();
        String id = trigger("Explore RSI variations");
        // connections without prepared statements, so that the statement's text goes over the line
        line.cut();
        line.mend();
        eventually(() -> RestAssured.get("/api/v1/operations").statusCode() == 200, () -> "the database is back");
        line.cutAt("from dataset");
        try {
            loop.turn();
        } catch (ProblemException e) {
            // the tick itself may still have been at work when the line was cut
        }
        eventually(line::isCut, () -> "the design asks for its dataset");
        loop.agentsAreDone();
        line.mend();
        loop.turnUntilQuiet();
        assertEquals(
                List.of("interrupted", "completed"),
                database.texts(
                        "SELECT coalesce(failure_class, status) FROM operation WHERE parent_id = ?"
                                + " AND type = 'agent_design' ORDER BY attempt",
                        id));
    }
}

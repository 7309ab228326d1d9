package io.ktrdr.coordinator.repository;

import static io.ktrdr.coordinator.Eventually.eventually;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.coordinator.FakeRegistry;
import io.ktrdr.coordinator.FakeWorkers;
import io.ktrdr.coordinator.FakeWorld;
import io.ktrdr.coordinator.WorkerResults;
import io.ktrdr.coordinator.models.TestBars;
import io.ktrdr.testpostgres.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The built program, a native executable where one was built, keeps a git repository. */
@QuarkusIntegrationTest
@QuarkusTestResource(value = PostgresForTests.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = FakeWorld.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = RepositoryIT.WithFolder.class, restrictToAnnotatedClass = true)
class RepositoryIT {
    record Folder(Path path) {}

    public static final class WithFolder implements QuarkusTestResourceLifecycleManager {
        private Folder folder = new Folder(Path.of(""));

        @Override
        public Map<String, String> start() {
            try {
                folder = new Folder(Files.createTempDirectory("strategies"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Map.of(
                    "ktrdr.tick.interval", "50ms",
                    "ktrdr.stub", "false",
                    "ktrdr.strategies.folder", folder.path().toString());
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(folder, new TestInjector.MatchesType(Folder.class));
        }

        /** After {@link FakeWorld}, whose loop stands still. */
        @Override
        public int order() {
            return 1;
        }

        @Override
        public void stop() {
            // nothing was started
        }
    }

    /** Set before any test method, like the next two. */
    @SuppressWarnings("NullAway.Init")
    Folder folder;

    @SuppressWarnings("NullAway.Init")
    FakeRegistry registry;

    @SuppressWarnings("NullAway.Init")
    FakeWorkers workers;

    private static ValidatableResponse post(String path, String body) {
        return given().contentType(ContentType.JSON).body(body).post(path).then();
    }

    private static String field(String operation, String name) {
        return String.valueOf(given().get("/api/v1/operations/" + operation).<Object>path(name));
    }

    /** What a worker of this type was told to do for this research. */
    private StartJob order(String research, String type) {
        String path = "items.find { it.operation_type == '" + type + "' }.operation_id";
        eventually(
                () -> workers.starts().stream()
                        .anyMatch(start -> start.claim()
                                .equals(given().get("/api/v1/operations/" + research + "/children")
                                        .path(path))),
                () -> type + " of " + research);
        String claim =
                given().get("/api/v1/operations/" + research + "/children").path(path);
        return workers.starts(claim).getLast();
    }

    private static void finish(StartJob job, String result) {
        post("/api/v1/jobs/" + job.claim() + "/result", """
                        {"worker_id": "%s", "incarnation": "%s", "token": %d, "spec_sha256": "%s", "state": "completed", "result": %s,
                         "failure": null, "artifacts": []}""".formatted(
                                job.workerId(), job.incarnation(), job.token(), job.specSha256(), result))
                .statusCode(200);
    }

    @Test
    void a_research_ends_on_main_and_a_persons_push_is_what_its_name_runs() {
        TestBars.importBars();
        registry.has(WorkerType.TRAINING, "t1", workers.urlOf("t1"));
        registry.has(WorkerType.BACKTESTING, "b1", workers.urlOf("b1"));
        String id = post("/api/v1/agent/trigger", "{\"brief\": \"Explore RSI variations\", \"force\": true}")
                .statusCode(202)
                .extract()
                .path("operation_id");
        finish(order(id, "training"), WorkerResults.TRAINING_RESULT);
        finish(order(id, "backtesting"), WorkerResults.BACKTEST_RESULT);
        eventually(() -> "completed".equals(field(id, "status")), () -> field(id, "waiting_reason"));
        String name = field(id, "strategy_name");
        try (Person person = Person.with(folder.path())) {
            assertTrue(person.reads("strategies/" + name + ".yaml").contains("name: " + name));
            assertTrue(person.reads("results/" + name + "/" + id + ".json").contains("\"trades\" : 61"));
            assertTrue(person.writes("strategies/" + name + ".yaml", "name: [").pushes());
        }
        assertFalse(Files.exists(folder.path().resolve("worktrees/" + id)));
        post("/api/v1/agent/trigger", "{\"strategy\": \"" + name + "\"}")
                .statusCode(400)
                .body("violations.message", hasItem(containsString("strategies/" + name + ".yaml on main")));
    }
}

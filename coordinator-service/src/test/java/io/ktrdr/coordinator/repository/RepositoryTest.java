package io.ktrdr.coordinator.repository;

import static io.ktrdr.coordinator.Eventually.eventually;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.WorkerResults;
import io.ktrdr.coordinator.models.TestBars;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.quant.strategy.StrategyYaml;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole researches, and people who edit their strategies. */
@QuarkusTest
@TestProfile(RepositoryTest.WithFolder.class)
class RepositoryTest extends CoordinatorTest {
    public static final class WithFolder implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                return Map.of(
                        "ktrdr.stub",
                        "false",
                        "ktrdr.strategies.folder",
                        Files.createTempDirectory("strategies").toString(),
                        // tasks that migrate wait for one
                        "ktrdr.discovery.source",
                        Files.createTempDirectory("source").toString(),
                        "ktrdr.discovery.probe-interval",
                        "0s");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Inject
    StrategyRepository repository;

    @Inject
    Tidying tidying;

    private Path folder = Path.of("");

    @BeforeEach
    void beginAnew() throws IOException, InterruptedException {
        folder = repository.layout().orElseThrow().folder();
        // not the whole folder: files by which the times of the file system are measured come and go in it
        LinkedWorktree.delete(folder.resolve("strategies.git"));
        LinkedWorktree.delete(folder.resolve("worktrees"));
        repository.begin(Map::of);
        TestBars.importBars();
    }

    @AfterEach
    void all_adds_up() {
        loop.standsStill();
        assertNothingFound();
    }

    private static String run(String strategy) {
        return tryTrigger(Map.of("strategy", strategy, "force", true))
                .statusCode(202)
                .extract()
                .path("operation_id");
    }

    private JsonNode designOf(String research) {
        return Json.parse(String.valueOf(
                database.text("SELECT result FROM operation WHERE id = ?", child(research, "agent_design"))));
    }

    private String nameOf(String research) {
        return designOf(research).at("/strategy/name").asText();
    }

    private void trainsAndTests(String research) {
        completes(research, "training", WorkerResults.TRAINING_RESULT);
        loop.turnUntilQuiet();
        completes(research, "backtesting", WorkerResults.BACKTEST_RESULT);
        loop.turnUntilQuiet();
    }

    private void workers() {
        trainingWorkers("t1", "t2");
        backtestWorkers("b1", "b2");
    }

    private String on(String branch, String path) throws IOException {
        try (BareRepository opened =
                BareRepository.open(repository.layout().orElseThrow().repository())) {
            var tip = opened.tip("refs/heads/" + branch);
            return tip == null ? "" : opened.text(tip, path).orElse("");
        }
    }

    @Test
    void a_brief_becomes_a_branch_and_at_last_a_file_on_main() throws Exception {
        workers();
        String id = inTraining("Explore RSI variations");
        String name = nameOf(id);
        String yaml = designOf(id).at("/strategy/yaml").asText();
        assertEquals(yaml, on("research/" + id, "strategies/" + name + ".yaml"));
        assertEquals(yaml, Files.readString(folder.resolve("worktrees/" + id + "/strategies/" + name + ".yaml")));
        assertEquals("", on("main", "strategies/" + name + ".yaml"));

        trainsAndTests(id);
        show(id).body("status", equalTo("completed"));
        assertEquals(yaml, on("main", "strategies/" + name + ".yaml"));
        JsonNode results = Json.parse(on("main", "results/" + name + "/" + id + ".json"));
        assertEquals(61, results.at("/backtest/trades").asInt());
        assertEquals(id, results.path("research_id").asText());
        show(id).body(
                        "result.assessment.verdict",
                        equalTo(results.at("/assessment/verdict").asText()));
        assertEquals("", on("research/" + id, "README.md"), "merged and gone");
        assertFalse(Files.exists(folder.resolve("worktrees/" + id)));
    }

    @Test
    void designs_at_the_same_time_get_names_of_their_own_and_no_conflict() throws Exception {
        workers();
        List<String> ids = atOnce(
                2,
                i -> tryTrigger(Map.of("brief", "Explore MACD", "seed", i, "force", true))
                        .statusCode(202)
                        .extract()
                        .<String>path("operation_id"));
        loop.turnUntilQuiet();
        assertEquals(2, Set.of(nameOf(ids.get(0)), nameOf(ids.get(1))).size());
        for (String id : ids) {
            trainsAndTests(id);
        }
        for (String id : ids) {
            show(id).body("status", equalTo("completed"));
            assertFalse(on("main", "strategies/" + nameOf(id) + ".yaml").isEmpty());
        }
    }

    @Test
    void a_design_does_not_take_a_name_that_a_person_has_used_on_main() throws Exception {
        String seeded = seeded();
        loop.turnUntilQuiet();
        String first = nameOf(seeded);
        database.startOver();
        TestBars.importBars();
        try (Person person = Person.with(folder)) {
            assertTrue(person.writes("strategies/" + first + ".yaml", Scene.yaml(first, 3))
                    .pushes());
        }
        String again = seeded();
        loop.turnUntilQuiet();
        assertEquals(first.replaceAll("\\d+$", "2"), nameOf(again));
    }

    private static String seeded() {
        return tryTrigger(Map.of("brief", "Explore MACD", "seed", 7, "force", true))
                .statusCode(202)
                .extract()
                .path("operation_id");
    }

    @Test
    void what_a_person_has_edited_on_main_is_what_its_name_runs() {
        String id = run(Scene.yaml("last_move", 1));
        loop.turnUntilQuiet();
        assertEquals(
                Scene.canonical("last_move", 1),
                designOf(id).at("/strategy/yaml").asText());
        try (Person person = Person.with(folder)) {
            assertTrue(person.writes("strategies/last_move.yaml", "# slower\n" + Scene.yaml("last_move", 4))
                    .pushes());
        }
        String edited = run("last_move");
        loop.turnUntilQuiet();
        assertEquals(
                Scene.canonical("last_move", 4),
                designOf(edited).at("/strategy/yaml").asText());
    }

    @Test
    void what_is_on_main_and_no_strategy_is_refused_with_its_file_and_what_is_wrong() {
        try (Person person = Person.with(folder)) {
            assertTrue(person.writes(
                            "strategies/wrong.yaml",
                            Scene.yaml("wrong", 1).replace("long_above: 0.52", "long_above: 52"))
                    .writes("strategies/other.yaml", Scene.yaml("another", 1))
                    .pushes());
        }
        String before = database.everything();
        tryTrigger(Map.of("strategy", "wrong"))
                .statusCode(400)
                .body(
                        "violations.message",
                        hasItem(allOf(
                                containsString("strategies/wrong.yaml on main (commit "),
                                containsString("rules.long_above"))));
        tryTrigger(Map.of("strategy", "other"))
                .statusCode(400)
                .body("violations.message", hasItem(containsString("the strategy in it is called another, not other")));
        assertEquals(before, database.everything());
    }

    @Test
    void a_migration_of_the_library_migrates_what_is_on_main_comments_and_all() throws Exception {
        workers();
        String id = run(Scene.yaml("last_move", 1));
        loop.turnUntilQuiet();
        trainsAndTests(id);
        try (Person person = Person.with(folder)) {
            person.writes("strategies/last_move.yaml", "# slower\n" + Scene.yaml("last_move", 4))
                    .pushes();
        }
        String migration = post("/api/v1/tasks", Map.of("task_type", "migration", "payload", Map.of()))
                .statusCode(202)
                .extract()
                .path("operation_id");
        eventually(
                () -> {
                    loop.turnUntilQuiet();
                    return statusOf(migration).equals("completed");
                },
                () -> "migration: " + statusOf(migration) + ", " + waitingReasonOf(migration));
        String migrated = on("main", "strategies/last_move.yaml");
        assertTrue(migrated.startsWith("# slower\nschema_version: 2\n"), migrated);
        assertTrue(migrated.contains("period: 4"), migrated);
        String edited = run("last_move");
        loop.turnUntilQuiet();
        assertEquals(
                StrategyYaml.write(StrategyYaml.read(migrated)),
                designOf(edited).at("/strategy/yaml").asText());
    }

    /** A research that brought another text for a strategy, which a person has changed since. */
    private String inConflict() {
        workers();
        String first = run(Scene.yaml("contested", 1));
        loop.turnUntilQuiet();
        trainsAndTests(first);
        String id = run(Scene.yaml("contested", 2));
        loop.turnUntilQuiet();
        try (Person person = Person.with(folder)) {
            assertTrue(person.writes("strategies/contested.yaml", Scene.yaml("contested", 3))
                    .pushes());
        }
        trainsAndTests(id);
        return id;
    }

    @Test
    void a_conflict_waits_for_a_person_and_goes_on_when_it_is_solved() throws Exception {
        String id = inConflict();
        show(id).body("status", equalTo("running"))
                .body(
                        "waiting_reason",
                        allOf(
                                containsString("needs attention: strategies/contested.yaml was changed on main"),
                                containsString("ktrdr agent resume " + id)));
        get("/api/v1/alerts?state=active").body("items.subject", hasItem(id));
        // to say so without having done anything does not help
        post("/api/v1/operations/" + id + "/resume", null).statusCode(200);
        loop.turnUntilQuiet();
        show(id).body("waiting_reason", containsString("strategies/contested.yaml"));
        assertEquals(Scene.yaml("contested", 3), on("main", "strategies/contested.yaml"));
        assertEquals(Scene.canonical("contested", 2), on("research/" + id, "strategies/contested.yaml"));

        try (Person person = Person.with(folder)) {
            assertTrue(person.on("research/" + id)
                    .writes("strategies/contested.yaml", Scene.yaml("contested", 3))
                    .pushes());
        }
        post("/api/v1/operations/" + id + "/resume", null).statusCode(200);
        loop.turnUntilQuiet();
        show(id).body("status", equalTo("completed")).body("waiting_reason", nullValue());
        get("/api/v1/alerts?state=active").body("items", empty());
        assertEquals(Scene.yaml("contested", 3), on("main", "strategies/contested.yaml"));
        assertFalse(on("main", "results/contested/" + id + ".json").isEmpty());
        assertEquals(2, database.number("SELECT count(*) FROM memory_note"));
    }

    @Test
    void a_repository_that_cannot_be_used_is_waited_for_and_nothing_is_done_twice() throws Exception {
        workers();
        String id = inTraining("Explore RSI variations");
        Path away = folder.resolve("away");
        Files.move(folder.resolve("strategies.git"), away);
        trainsAndTests(id);
        show(id).body(
                        "waiting_reason",
                        containsString("needs attention: the strategy repository cannot be used: "
                                + folder.resolve("strategies.git") + " is no git repository"));
        tryTrigger(Map.of("strategy", "any_name")).statusCode(503).body("code", equalTo("unavailable"));
        Files.move(away, folder.resolve("strategies.git"));
        post("/api/v1/operations/" + id + "/resume", null).statusCode(200);
        loop.turnUntilQuiet();
        show(id).body("status", equalTo("completed"));
        assertFalse(on("main", "results/" + nameOf(id) + "/" + id + ".json").isEmpty());
    }

    @Test
    void of_a_cancelled_research_the_branch_stays_and_the_worktree_goes() throws Exception {
        workers();
        String cancelled = inTraining("Explore RSI variations");
        String goesOn = inTraining("Explore MACD");
        cancel(cancelled);
        loop.turnUntilQuiet();
        tidying.tidy();
        assertFalse(Files.exists(folder.resolve("worktrees/" + cancelled)));
        assertTrue(Files.exists(folder.resolve("worktrees/" + goesOn)));
        assertFalse(on("research/" + cancelled, "strategies/" + nameOf(cancelled) + ".yaml")
                .isEmpty());
    }

    @Test
    void many_small_files_are_packed_and_all_is_there_as_before() throws Exception {
        workers();
        String id = inTraining("Explore RSI variations");
        Path repositoryFolder = folder.resolve("strategies.git");
        try (BareRepository opened = BareRepository.open(repositoryFolder);
                ObjectInserter inserter = opened.git().newObjectInserter()) {
            opened.git().getConfig().setInt("gc", null, "auto", 1);
            opened.git().getConfig().save();
            // from this one folder git estimates how many there are in all 256
            for (int i = 0; i < 2_000; i++) {
                byte[] text = ("file " + i).getBytes(StandardCharsets.UTF_8);
                if (inserter.idFor(Constants.OBJ_BLOB, text).name().startsWith("17")) {
                    inserter.insert(Constants.OBJ_BLOB, text);
                }
            }
            inserter.flush();
        }
        tidying.tidy();
        try (var packs = Files.list(repositoryFolder.resolve("objects/pack"))) {
            assertTrue(packs.anyMatch(file -> file.toString().endsWith(".pack")));
        }
        trainsAndTests(id);
        show(id).body("status", equalTo("completed"));
        assertFalse(on("main", "results/" + nameOf(id) + "/" + id + ".json").isEmpty());
    }

    @Test
    void locks_that_nobody_holds_are_deleted() throws Exception {
        Path lock = folder.resolve("strategies.git/refs/heads/main.lock");
        Path held = folder.resolve("strategies.git/packed-refs.lock");
        Files.createFile(lock);
        Files.createFile(held);
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(3_600)));
        tidying.tidy();
        assertFalse(Files.exists(lock));
        assertTrue(Files.exists(held));
    }
}

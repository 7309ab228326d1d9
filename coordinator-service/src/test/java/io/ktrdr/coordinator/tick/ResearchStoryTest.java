package io.ktrdr.coordinator.tick;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.job.Checkpoint;
import io.ktrdr.contracts.job.CheckpointReport;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.Eventually;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Researches from trigger to end, tick by tick. */
@QuarkusTest
class ResearchStoryTest extends CoordinatorTest {
    @AfterEach
    void all_adds_up() {
        assertNothingFound();
    }

    @Test
    void from_trigger_to_completed() {
        trainingWorkers("t1");
        backtestWorkers("b1");
        String id = trigger("Explore RSI variations");
        show(id).body("status", equalTo("pending")).body("phase", equalTo("idle"));

        loop.turn();
        show(id).body("status", equalTo("running")).body("phase", equalTo("designing"));
        loop.agentsAreDone();
        loop.turn();
        show(id).body("phase", equalTo("training")).body("waiting_reason", nullValue());
        completes(id, "training", TRAINED);
        loop.turn();
        show(id).body("phase", equalTo("backtesting"));
        completes(id, "backtesting", BACKTESTED);
        loop.turn();
        show(id).body("phase", equalTo("assessing"));
        loop.agentsAreDone();
        loop.turn();

        show(id).body("status", equalTo("completed"))
                .body("finished_at", notNullValue())
                .body("progress.fraction", equalTo(1.0f))
                .body("result.assessment.verdict", equalTo("neutral"))
                .body("result.training.accuracy", equalTo(0.55f))
                .body("result.backtest.trades", equalTo(9))
                .body("result.gates.gate", contains("training", "backtest"))
                .body("result.artifacts.model", equalTo("m"))
                .body("result.code_version", notNullValue());
        get("/api/v1/operations/" + id + "/children")
                .body("items.operation_type", contains("agent_design", "training", "backtesting", "agent_assessment"))
                .body("items.status", everyItem(equalTo("completed")))
                .body("items.worker_id", contains(null, "t1", "b1", null));
        get("/api/v1/operations/" + id + "/events")
                .body(
                        "items.type",
                        hasItems(
                                "research.triggered",
                                "research.designing",
                                "agent_design.started",
                                "agent_design.completed",
                                "research.training",
                                "training.granted",
                                "training.started",
                                "training.completed",
                                "research.backtesting",
                                "backtesting.completed",
                                "research.assessing",
                                "agent_assessment.completed",
                                "research.completed"));
    }

    @Test
    void two_training_workers_and_three_researches_the_third_waits_with_its_reason() {
        trainingWorkers("t1", "t2");
        backtestWorkers("b1");
        String first = trigger("first");
        String second = trigger("second");
        String third = trigger("third");
        loop.turnUntilQuiet();
        assertEquals(
                List.of("training", "training", "designing"), List.of(phaseOf(first), phaseOf(second), phaseOf(third)));
        assertEquals("waiting for a training worker, 0 ahead", waitingReasonOf(third));
        assertEquals(2, trainingNow());

        Set<String> open = new HashSet<>(List.of(first, second, third));
        while (!open.isEmpty()) {
            for (String id : List.copyOf(open)) {
                String phase = phaseOf(id);
                if (phase.equals("training") && isRunning(id, "training")) {
                    completes(id, "training", TRAINED);
                } else if (phase.equals("backtesting") && isRunning(id, "backtesting")) {
                    completes(id, "backtesting", BACKTESTED);
                }
                loop.turnUntilQuiet();
                assertTrue(trainingNow() <= 2, "more trainings than workers");
            }
            open.removeIf(id -> statusOf(id).equals("completed"));
        }
        assertEquals(3, database.number("SELECT count(*) FROM operation WHERE type = 'training'"));
        assertEquals(
                1,
                database.number(
                        "SELECT count(*) FROM operation_event WHERE operation_id = ? AND type = 'research.waiting'"
                                + " AND detail ->> 'cause' = 'training_worker'",
                        third));
    }

    private long trainingNow() {
        return database.number("SELECT count(*) FROM operation WHERE type = 'training' AND status = 'running'");
    }

    private boolean isRunning(String research, String type) {
        return database.number(
                        "SELECT count(*) FROM operation WHERE parent_id = ? AND type = ? AND status = 'running'",
                        research,
                        type)
                > 0;
    }

    @Test
    void urgent_researches_are_first_in_line() {
        String normal = trigger("normal");
        String urgent = tryTrigger(Map.of("brief", "urgent", "priority", "P0", "force", true))
                .extract()
                .path("operation_id");
        loop.turnUntilQuiet();
        assertEquals(NO_TRAINING_WORKER, waitingReasonOf(normal));
        trainingWorkers("t1");
        loop.turnUntilQuiet();
        assertEquals("training", phaseOf(urgent));
        assertEquals("designing", phaseOf(normal));
    }

    @Test
    void training_that_the_gate_rejects_is_assessed_without_a_backtest() {
        trainingWorkers("t1");
        String id = inTraining("poor");
        completes(id, "training", REJECTED);
        loop.turnUntilQuiet();
        show(id).body("status", equalTo("completed"))
                .body("result.backtest", nullValue())
                .body("result.gates[0].passed", equalTo(false));
        assertTrue(registry.syncs().stream()
                .allMatch(sync -> sync.want().backtesting().isEmpty()));
    }

    @Test
    void a_worker_s_failure_is_tried_again_elsewhere_and_the_third_fails_with_all_reasons() {
        trainingWorkers("t1", "t2", "t3");
        String id = inTraining("unlucky");
        fails(id, "training", FailureClass.WORKER, "disk full");
        loop.turnUntilQuiet();
        StartJob second = started(child(id, "training"));
        assertEquals("t2", second.workerId());
        assertEquals(2, second.attempt());
        fails(id, "training", FailureClass.WORKER, "out of memory");
        loop.turnUntilQuiet();
        assertEquals("t3", started(child(id, "training")).workerId());
        fails(id, "training", FailureClass.WORKER, "bus error");
        loop.turnUntilQuiet();
        show(id).body("status", equalTo("failed"))
                .body(
                        "error_message",
                        equalTo("Training failed 3 times: (attempt 1, on t1) disk full; (attempt 2, on t2) out of"
                                + " memory; (attempt 3, on t3) bus error"));
    }

    @Test
    void a_bad_job_fails_at_once_and_its_worker_is_free() {
        trainingWorkers("t1");
        String bad = inTraining("bad");
        fails(bad, "training", FailureClass.JOB, "no such column");
        String next = trigger("next");
        loop.turnUntilQuiet();
        show(bad).body("status", equalTo("failed")).body("error_message", equalTo("Training failed: no such column"));
        assertEquals("training", phaseOf(next));
    }

    @Test
    void what_was_checkpointed_is_carried_to_the_next_attempt() {
        trainingWorkers("t1", "t2");
        String id = inTraining("long");
        StartJob job = started(child(id, "training"));
        String sha256 = Sha256.of("weights");
        RestAssured.given()
                .contentType("application/octet-stream")
                .body("weights".getBytes(StandardCharsets.UTF_8))
                .put("/api/v1/artifacts/" + sha256)
                .then()
                .statusCode(204);
        post(
                        "/api/v1/jobs/" + job.claim() + "/checkpoint",
                        new CheckpointReport(
                                job.workerId(), job.incarnation(), job.token(), new Checkpoint(sha256, 40)))
                .statusCode(200);
        fails(id, "training", FailureClass.INTERRUPTED, "drained");
        loop.turnUntilQuiet();
        StartJob again = started(child(id, "training"));
        assertNotEquals(job.claim(), again.claim());
        assertEquals(new Checkpoint(sha256, 40), again.checkpoint());
    }

    @Test
    void it_goes_by_itself_when_it_is_woken() {
        trainingWorkers("t1");
        backtestWorkers("b1");
        loop.turnsByItself();
        String id = trigger("alone");
        awaitPhase(id, "training");
        completes(id, "training", TRAINED);
        awaitPhase(id, "backtesting");
        completes(id, "backtesting", BACKTESTED);
        Eventually.eventually(
                () -> statusOf(id).equals("completed"), () -> show(id).extract().asString());
    }

    private static void awaitPhase(String id, String phase) {
        Eventually.eventually(
                () -> phaseOf(id).equals(phase),
                () -> phase + " of " + show(id).extract().asString());
    }
}

package io.ktrdr.training;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.testservices.FakeServices;
import io.ktrdr.testservices.RealWorker;
import io.ktrdr.testservices.SmallResearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real training in real processes that are told to go, killed and frozen. */
class TrainingProcessIT {
    private static final String SHORT = SmallResearch.training(20).toJson();
    /** A few seconds. */
    private static final int EPOCHS_OF_LONG = 400;

    private static final String LONG = SmallResearch.training(EPOCHS_OF_LONG).toJson();
    /** Longer than any test waits. */
    private static final String ENDLESS = SmallResearch.training(10_000).toJson();

    @TempDir
    Path folder;

    FakeServices services;

    @BeforeEach
    void open() {
        services = new FakeServices();
        services.store(SmallResearch.DATASET);
    }

    @AfterEach
    void close() {
        services.close();
    }

    private RealWorker worker(String id, String... properties) throws IOException, InterruptedException {
        return RealWorker.start(services, "training", id, folder.resolve(id), properties);
    }

    private String checkpointOf(String claim) throws InterruptedException {
        return checkpointOf(claim, 1);
    }

    /** The first one that is so far. */
    private String checkpointOf(String claim, long step) throws InterruptedException {
        return services.await(call -> call.isTo("/" + claim + "/checkpoint")
                        && call.answer() == 200
                        && call.body().path("checkpoint").path("step").asLong() >= step)
                .body()
                .path("checkpoint")
                .path("artifact")
                .asText();
    }

    private JsonNode uninterrupted(RealWorker worker, long token, String spec) throws InterruptedException {
        worker.order("op_straight", token, spec, null).statusCode(200);
        return services.resultOf("op_straight").path("result");
    }

    @Test
    void terminated_worker_hands_its_job_back_with_a_checkpoint_and_another_ends_with_the_same_model()
            throws Exception {
        try (RealWorker first = worker("first");
                RealWorker second = worker("second")) {
            services.coordinatorGoesDown();
            first.order("op_a", 1, SHORT, null).statusCode(200);
            first.terminate();
            services.await(call -> call.isTo("/first/heartbeat")
                    && call.body().path("draining").asBoolean());
            first.order("op_b", 2, SHORT, null).statusCode(409).body("code", equalTo("worker_draining"));
            services.coordinatorComesBack();
            assertEquals(0, first.awaitExit(), first.log());
            assertEquals(
                    "interrupted",
                    services.resultOf("op_a").path("failure").path("class").asText());

            second.order("op_a2", 3, SHORT, checkpointOf("op_a")).statusCode(200);
            JsonNode resumed = services.resultOf("op_a2").path("result");
            assertEquals(uninterrupted(second, 4, SHORT), resumed);
        }
    }

    @Test
    void worker_that_is_asked_to_start_anew_hands_its_job_back_and_says_so_with_its_exit_code() throws Exception {
        try (RealWorker first = worker("first")) {
            first.order("op_a", 1, ENDLESS, null).statusCode(200);
            services.await(call -> call.isTo("/op_a/progress"));
            services.askForRestart();
            assertEquals(75, first.awaitExit(), first.log());
            assertEquals(
                    "interrupted",
                    services.resultOf("op_a").path("failure").path("class").asText());
            checkpointOf("op_a");
        }
    }

    @Test
    void killed_worker_reports_its_loss_when_it_is_back_and_goes_on_from_the_checkpoint_to_the_same_model()
            throws Exception {
        try (RealWorker killed = worker("w", "ktrdr.worker.checkpoint-interval=50ms")) {
            killed.order("op_a", 1, LONG, null).statusCode(200);
            String checkpoint = checkpointOf("op_a");
            killed.kill();
            try (RealWorker back = worker("w")) {
                assertEquals(
                        "worker_restarted",
                        services.resultOf("op_a").path("failure").path("code").asText());
                back.order("op_a2", 2, LONG, checkpoint).statusCode(200);
                JsonNode resumed = services.resultOf("op_a2").path("result");
                assertEquals(uninterrupted(back, 3, LONG), resumed);
            }
        }
    }

    @Test
    void worker_killed_during_a_walk_forward_does_not_train_the_model_again() throws Exception {
        String spec = SmallResearch.walkingForward(SmallResearch.training(EPOCHS_OF_LONG))
                .toJson();
        try (RealWorker killed = worker("w", "ktrdr.worker.checkpoint-interval=50ms")) {
            killed.order("op_a", 1, spec, null).statusCode(200);
            String checkpoint = checkpointOf("op_a", EPOCHS_OF_LONG + 1);
            killed.kill();
            try (RealWorker back = worker("w")) {
                services.resultOf("op_a");
                back.order("op_a2", 2, spec, checkpoint).statusCode(200);
                JsonNode resumed = services.resultOf("op_a2").path("result");
                assertEquals(4, resumed.path("walk_forward").path("runs").size(), resumed.toString());
                assertEquals(uninterrupted(back, 3, spec), resumed);
                String said = services.await(call -> call.isTo("/op_a2/progress"))
                        .body()
                        .path("message")
                        .asText();
                assertTrue(said.startsWith("walk-forward "), said);
            }
        }
    }

    @Test
    void second_process_in_the_same_home_does_not_come_up() throws Exception {
        try (RealWorker first = worker("w")) {
            Path log = Files.createTempFile(folder, "second", ".log");
            Process second = RealWorker.launch(services, "w", folder.resolve("w"), log);
            assertEquals(1, RealWorker.awaitExit(second));
            assertTrue(Files.readString(log).contains("is in use by another process"), Files.readString(log));
            first.order("op_a", 1, SHORT, null).statusCode(200);
            services.resultOf("op_a");
            assertEquals(1, services.calls("/workers").size());
        }
    }

    @Test
    void superseded_process_ends_with_its_own_exit_code_and_reports_nothing() throws Exception {
        try (RealWorker older = worker("w")) {
            older.order("op_a", 1, ENDLESS, null).statusCode(200);
            services.await(call -> call.isTo("/op_a/progress"));
            services.refuseNext("/heartbeat", ProblemCode.SUPERSEDED);
            assertEquals(4, older.awaitExit(), older.log());
            assertTrue(services.calls("/op_a/result").isEmpty());
        }
    }

    @Test
    void thawed_worker_stops_the_job_that_was_given_away_and_takes_the_next() throws Exception {
        try (RealWorker frozen = worker("w")) {
            frozen.order("op_a", 1, ENDLESS, null).statusCode(200);
            services.await(call -> call.isTo("/op_a/progress"));
            frozen.freeze();
            services.refuseAll("/op_a/", ProblemCode.STALE_TOKEN);
            frozen.thaw();
            services.await(call -> call.path().contains("/op_a/") && call.answer() == 409);
            services.await(call -> call.isTo("/heartbeat")
                    && call.body().path("mark").asLong() == 1
                    && call.body().path("job").isNull());
            frozen.order("op_b", 2, SHORT, null).statusCode(200);
            assertEquals("completed", services.resultOf("op_b").path("state").asText());
            assertTrue(services.calls("/op_a/result").size() <= 1, "a stale result is not repeated");
        }
    }
}

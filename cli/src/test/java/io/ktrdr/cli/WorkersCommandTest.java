package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WorkersCommandTest extends CommandTest {
    private static final String WELL = worker("training-1", "running", """
            "health": {"score": 0.97, "liveness": 1.0, "activity": 1.0, "error_rate": 0.05,
                       "resource_efficiency": 0.9, "velocity": null},
            "breaker": {"state": "closed", "failures_in_a_row": 0, "successes": 0, "retry_in_ms": null},
            "recovery": null,
            "measurements": {"uptime_ms": 7200000, "idle_ms": null, "progress_age_ms": 400, "steps_per_second": 12.5,
                "usual_steps_per_second": null, "cpu_cores": 0.98, "cpu_throttled": null, "memory_bytes": 536870912,
                "memory_limit_bytes": 1073741824, "disk_free_bytes": 5368709120, "disk_total_bytes": 10737418240,
                "open_files": 87, "open_files_limit": null, "jobs_completed": 19, "jobs_failed": 1,
                "failures_in_a_row": 0, "last_error": "no space left"}""");
    private static final String ILL = worker("training-2", "backoff", """
            "health": {"score": 0.4, "liveness": 1.0, "activity": null, "error_rate": 1.0,
                       "resource_efficiency": null, "velocity": null},
            "breaker": {"state": "open", "failures_in_a_row": 5, "successes": 0, "retry_in_ms": 42000},
            "recovery": {"reason": "5 attempts in a row failed there", "round": 2, "for_ms": 18000,
                         "backoff_left_ms": 42000, "incarnation": "i", "terminate": false},
            "measurements": null""");

    private static String worker(String id, String state, String more) {
        return """
                {"worker_id": "%s", "worker_type": "training", "state": "%s", "lost": false, "drained": false,
                 "url": "http://127.0.0.1:8090", "current_operation_id": null, "incarnation": "i", "version": "1",
                 "silent_ms": 1200, "obstacle": null, "token": null, "job": null, %s}""".formatted(id, state, more);
    }

    private static String sample(Instant at, double score) {
        return """
                {"at": "%s", "state": "idle", "health": {"score": %s, "liveness": 1.0, "activity": null,
                 "error_rate": null, "resource_efficiency": null, "velocity": null}}""".formatted(at, score);
    }

    private Run asked(String... command) {
        String[] all = java.util.Arrays.copyOf(command, command.length + 2);
        all[command.length] = "--registry-url";
        all[command.length + 1] = coordinator.url();
        return run(all);
    }

    @Test
    void the_list_tells_who_is_ill_and_why() {
        coordinator.on("GET /api/v1/workers", 200, "{\"items\": [" + WELL + ", " + ILL + "]}");
        assertEquals("""
                WORKER      TYPE      STATE                  HEALTH  RUNS  URL                    HEARD
                training-1  training  running                0.97    -     http://127.0.0.1:8090  1.20s ago
                training-2  training  backoff  breaker open  0.40    -     http://127.0.0.1:8090  1.20s ago
                training-2: 5 attempts in a row failed there; round 2, for 18.0s, back in 42.0s
                """, run("workers", "list").out());
        assertEquals("training-1\ntraining-2\n", run("-q", "workers", "list").out());
    }

    @Test
    void one_worker_is_explained_part_by_part() throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        coordinator.on("GET /api/v1/workers/training-1", 200, WELL);
        coordinator.on(
                "GET /api/v1/workers/training-1/history",
                200,
                "{\"items\": [" + sample(now.minus(12, ChronoUnit.HOURS).minusSeconds(60), 0.0) + ", "
                        + sample(now.minusSeconds(60), 1.0) + "]}");
        Run run = asked("workers", "show", "training-1");
        assertEquals("""
                worker   training-1
                type     training
                state    running
                breaker  closed
                address  http://127.0.0.1:8090
                version  1
                heard    1.20s ago

                HEALTH      VALUE  WEIGHT                        WHAT IT SAYS
                liveness    1.00   0.30    ████████████████████  heard in time
                activity    1.00   0.25    ████████████████████  its job gets further
                error rate  0.05   0.20    ███████████████████░  of its last 20 attempts, 0 is best
                resources   0.90   0.15    ██████████████████░░  room in memory, disk, open files, processor
                velocity    -      0.10                          of this job's usual speed
                score       0.97           ███████████████████░  weighted mean of what is known

                up for         2h 00m
                last progress  0.40s ago
                speed          12.50 steps/s, usually unknown
                processor      0.98 cores
                memory         512.0 MiB of 1.0 GiB
                disk free      5.0 GiB of 10.0 GiB
                open files     87 of unknown
                jobs           19 completed, 1 failed
                last error     no space left

                score of the last 24 h  |                       ▁                       █|
                """, run.out());
        JsonNode document =
                json.readTree(asked("workers", "show", "training-1", "--json").out());
        assertEquals(0.97, document.path("worker").path("health").path("score").asDouble());
        assertEquals(2, document.path("history").path("items").size());
    }

    @Test
    void a_worker_is_recovered_by_hand() {
        coordinator.on("POST /api/v1/workers/training-2/recover", 200, ILL);
        coordinator.on("POST /api/v1/workers/training-1/recover", 200, WELL);
        assertTrue(asked("workers", "recover", "training-2").out().startsWith("training-2 is being recovered"));
        assertEquals(
                "training-1 is well\n",
                asked("workers", "recover", "training-1").out());
    }

    @Test
    void an_unknown_worker_is_not_found() {
        coordinator.on(
                "GET /api/v1/workers/nobody",
                404,
                "{\"status\": 404, \"code\": \"not_found\", \"title\": \"Not found\", \"detail\": \"worker nobody\"}");
        assertEquals(3, asked("workers", "show", "nobody").exitCode());
    }
}

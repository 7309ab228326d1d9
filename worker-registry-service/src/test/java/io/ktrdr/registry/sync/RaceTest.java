package io.ktrdr.registry.sync;

import static io.ktrdr.registry.TestRegistry.registration;
import static io.ktrdr.registry.TestRegistry.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.sync.SyncResponse;
import io.ktrdr.contracts.sync.SyncResponse.Granted;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.registry.TestRegistry;
import io.ktrdr.testpostgres.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many at once, on a real database. */
@QuarkusTest
@QuarkusTestResource(value = PostgresForTests.class, restrictToAnnotatedClass = false)
class RaceTest {
    private static final int CALLERS = 16;

    @Inject
    TestRegistry registry;

    @BeforeEach
    void startOver() {
        registry.startOver();
    }

    private static void all(List<Callable<Void>> work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        }
    }

    /**
     * Each call wants another half of the claims, so that reservations come and go all the time, while the workers are
     * heard and restarted.
     */
    @Test
    void no_token_is_given_twice_and_no_worker_to_two_claims_of_one_answer() throws Exception {
        int workers = 6;
        for (int i = 0; i < workers; i++) {
            registry.registerTraining("w" + i);
        }
        ConcurrentLinkedQueue<List<Granted>> answers = new ConcurrentLinkedQueue<>();
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            int call = i;
            work.add(() -> switch (call % 4) {
                case 0, 1 -> sync(call, answers);
                case 2 -> heartbeat("w" + call % workers);
                default -> restart("w" + call % workers, call);
            });
        }
        all(work);

        Map<Long, Granted> byToken = new HashMap<>();
        int granted = 0;
        for (List<Granted> answer : answers) {
            assertEquals(
                    answer.size(),
                    answer.stream().map(Granted::workerId).distinct().count());
            for (Granted grant : answer) {
                granted++;
                Granted same = byToken.putIfAbsent(grant.token(), grant);
                if (same != null) {
                    assertEquals(same.claim(), grant.claim());
                    assertEquals(same.workerId(), grant.workerId());
                }
            }
        }
        assertTrue(granted > 200, "only " + granted + " grants");
    }

    private Void sync(int call, ConcurrentLinkedQueue<List<Granted>> answers) {
        String[] wanted = call % 8 < 4 ? new String[] {"a", "b", "c", "d"} : new String[] {"d", "e", "f", "g", "h"};
        answers.add(registry.trySync(request(1, 1, List.of(), List.of(), wanted))
                .statusCode(200)
                .extract()
                .as(SyncResponse.class)
                .granted());
        return null;
    }

    private Void heartbeat(String workerId) {
        int status =
                registry.heartbeat(workerId, workerId + "-1", 0, null).extract().statusCode();
        assertTrue(status == 200 || status == 409, "heartbeat answered " + status);
        return null;
    }

    private Void restart(String workerId, int boot) {
        registry.register(registration(workerId, WorkerType.TRAINING, workerId + "-boot-" + boot, 0))
                .statusCode(200);
        return null;
    }

    @Test
    void of_many_processes_that_register_at_once_one_stays_and_all_others_learn_it() throws Exception {
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int boot = i;
            work.add(() -> restart("w1", boot));
        }
        all(work);
        int welcome = 0;
        for (int boot = 0; boot < 40; boot++) {
            int status = registry.heartbeat("w1", "w1-boot-" + boot, 0, null)
                    .extract()
                    .statusCode();
            assertTrue(status == 200 || status == 409, "heartbeat answered " + status);
            welcome += status == 200 ? 1 : 0;
        }
        assertEquals(1, welcome);
    }
}

package io.ktrdr.coordinator.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ktrdr.contracts.job.CancelJob;
import io.ktrdr.contracts.job.WorkerJobsApi;
import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.telemetry.Traces;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WorkerClientsTest extends CoordinatorTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Inject
    Traces traces;

    @Test
    void there_are_never_more_than_so_many_and_the_one_not_used_for_longest_is_closed() {
        WorkerClients clients = new WorkerClients(2, 500, 2_000, traces);
        WorkerJobsApi first = clients.of(workers.urlOf("t1"));
        WorkerJobsApi second = clients.of(workers.urlOf("t2"));
        assertSame(first, clients.of(workers.urlOf("t1")));
        clients.of(workers.urlOf("t3"));
        assertEquals(2, clients.size());
        assertSame(first, clients.of(workers.urlOf("t1")));
        assertThrows(RuntimeException.class, () -> cancel(second));
        WorkerJobsApi again = clients.of(workers.urlOf("t2"));
        assertNotSame(second, again);
        cancel(again);
    }

    private static void cancel(WorkerJobsApi client) {
        client.cancel("op_nothing", new CancelJob("i", 1)).await().atMost(LONG);
    }
}

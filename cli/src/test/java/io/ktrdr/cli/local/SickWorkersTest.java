package io.ktrdr.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.ktrdr.cli.session.Pause;
import io.ktrdr.contracts.BreakerState;
import io.ktrdr.contracts.worker.HealthView;
import io.ktrdr.contracts.worker.RecoveryView;
import io.ktrdr.contracts.worker.WorkerBreakerView;
import io.ktrdr.contracts.worker.WorkerList;
import io.ktrdr.contracts.worker.WorkerState;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.contracts.worker.WorkerView;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SickWorkersTest {
    private static final String URL = "http://127.0.0.1:9711";

    private static WorkerView worker(WorkerState state, @Nullable RecoveryView recovery) {
        return new WorkerView(
                "training-1",
                WorkerType.TRAINING,
                state,
                true,
                false,
                URL,
                null,
                "incarnation",
                "1",
                31_000,
                null,
                null,
                null,
                HealthView.UNKNOWN,
                new WorkerBreakerView(BreakerState.CLOSED, 0, 0, null),
                recovery,
                null);
    }

    private static RecoveryView recovery(boolean terminate) {
        return new RecoveryView("silent for 31 s", 1, 16_000, null, "incarnation", terminate);
    }

    private static ProcessPlan plan(String name, String url) {
        return new ProcessPlan(
                name, ServiceKind.of(name), 1, List.of(), Map.of("KTRDR_WORKER_URL", url), Path.of("log"));
    }

    @Test
    void a_worker_in_recovery_that_does_not_end_is_condemned_since_its_recovery_began() {
        WorkerList list = new WorkerList(List.of(worker(WorkerState.RECOVERY, recovery(true))));
        SickWorkers.Verdict verdict = SickWorkers.of(list, 0).getFirst();
        assertEquals("silent for 31 s", verdict.reason());
        assertEquals(-TimeUnit.SECONDS.toNanos(16), verdict.since());
    }

    @Test
    void nobody_else_is() {
        WorkerList list = new WorkerList(List.of(
                worker(WorkerState.RECOVERY, recovery(false)),
                worker(WorkerState.RECOVERY, null),
                worker(WorkerState.TIMEOUT, recovery(true)),
                worker(WorkerState.IDLE, null)));
        assertEquals(List.of(), SickWorkers.of(list, 0));
    }

    @Test
    void a_registry_is_asked_again_and_again_and_its_silence_condemns_nobody() throws Exception {
        HttpServer registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] answer = new ObjectMapper()
                .writeValueAsBytes(new WorkerList(List.of(worker(WorkerState.RECOVERY, recovery(true)))));
        registry.createContext("/api/v1/workers", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        registry.start();
        try (SickWorkers sick = new SickWorkers(registry.getAddress().getPort())) {
            sick.start();
            await(sick, true);
            assertTrue(sick.verdictOn(plan("training-2", URL)).isEmpty());
            assertTrue(
                    sick.verdictOn(plan("training-1", "http://127.0.0.1:9712")).isEmpty(), "of another home");
            registry.stop(0);
            await(sick, false);
        } finally {
            registry.stop(0);
        }
    }

    private static void await(SickWorkers sick, boolean condemned) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (sick.verdictOn(plan("training-1", URL)).isPresent() != condemned) {
            assertTrue(System.nanoTime() < deadline, "never came");
            Pause.of(Duration.ofMillis(20));
        }
    }
}

package io.ktrdr.registry.worker;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimingProducerTest {
    @Test
    void a_registry_that_sweeps_so_seldom_that_it_would_never_lose_a_worker_does_not_start() {
        Duration heartbeat = Duration.ofSeconds(1);
        assertThrows(IllegalArgumentException.class, () -> TimingProducer.requireSweepsInTime("1s", heartbeat));
        assertThrows(IllegalArgumentException.class, () -> TimingProducer.requireSweepsInTime("501ms", heartbeat));
        assertDoesNotThrow(() -> TimingProducer.requireSweepsInTime("500ms", heartbeat));
        assertDoesNotThrow(() -> TimingProducer.requireSweepsInTime("off", heartbeat));
    }
}

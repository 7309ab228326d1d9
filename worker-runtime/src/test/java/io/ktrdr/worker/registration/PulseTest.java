package io.ktrdr.worker.registration;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PulseTest {
    private long now;
    private final Pulse pulse = new Pulse(() -> now);

    private void pass(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void nothing_is_expected_before_it_begins_and_after_it_ends() {
        pass(1_000);
        assertFalse(pulse.isStuck());
        pulse.beats();
        pulse.ends();
        pass(1_000);
        assertFalse(pulse.isStuck());
    }

    @Test
    void work_that_does_not_come_to_an_end_is_noticed_after_its_patience() {
        pulse.beats();
        pass(30);
        assertFalse(pulse.isStuck());
        pass(1);
        assertTrue(pulse.isStuck());
        pulse.rests(Duration.ofSeconds(5));
        assertFalse(pulse.isStuck());
    }

    @Test
    void a_rest_that_was_announced_is_not_held_against_it() {
        pulse.rests(Duration.ofMinutes(1));
        pass(90);
        assertFalse(pulse.isStuck());
        pass(1);
        assertTrue(pulse.isStuck());
    }
}

package io.ktrdr.contracts.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private static String said(String obstacle) {
        return String.valueOf(new Heartbeat("i", 1, null, false, obstacle, null).obstacle());
    }

    @Test
    void an_obstacle_has_nothing_in_it_for_which_a_registry_refuses_the_heartbeat() {
        assertEquals("no   room left", said("\n no \ud83d\ude00 room\u0085left\ud83d"));
    }

    @Test
    void an_obstacle_is_short() {
        assertEquals(200, said("x".repeat(500)).length());
    }
}

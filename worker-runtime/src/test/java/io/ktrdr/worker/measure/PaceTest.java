package io.ktrdr.worker.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace pace = new Pace();
    private double seconds;
    private double steps;

    private long now() {
        return (long) (seconds * 1e9);
    }

    /** Measured every five seconds. */
    private void run(double forSeconds, double perSecond) {
        double end = seconds + forSeconds;
        while (seconds < end) {
            seconds += 0.5;
            steps += perSecond / 2;
            pace.reached(now(), (long) steps);
            if (seconds % 5 == 0) {
                pace.ofLate(now());
            }
        }
    }

    private double ofLate() {
        Double said = pace.ofLate(now());
        assertNotNull(said);
        return said;
    }

    private double usual() {
        Double said = pace.usual();
        assertNotNull(said);
        return said;
    }

    @Test
    void nothing_is_said_before_it_can_be_told() {
        assertNull(pace.ofLate(0));
        assertNull(pace.usual());
        pace.reached(0, 1);
        pace.reached(400_000_000, 2);
        pace.reached(800_000_000, 3);
        assertNull(pace.ofLate(900_000_000));
    }

    @Test
    void a_steady_job_has_its_speed_of_late_and_as_usual() {
        run(120, 10);
        assertEquals(10, ofLate(), 0.5);
        assertEquals(10, usual(), 0.5);
    }

    @Test
    void a_job_that_slows_down_shows_it_within_half_a_minute_and_its_usual_speed_stays() {
        run(120, 10);
        run(35, 1);
        assertEquals(1, ofLate(), 0.2);
        assertEquals(10, usual(), 0.5);
    }

    @Test
    void a_job_that_stands_still_gets_slower_and_slower() {
        run(60, 10);
        double before = ofLate();
        seconds += 60;
        double later = ofLate();
        assertTrue(later < before / 1.9, later + " of " + before);
    }

    @Test
    void steps_that_take_minutes_are_no_slowness() {
        for (int i = 1; i <= 10; i++) {
            seconds += 120;
            pace.reached(now(), i);
            pace.ofLate(now());
        }
        seconds += 119;
        assertTrue(ofLate() > usual() / 2, ofLate() + " of " + usual());
    }

    @Test
    void the_same_step_again_is_no_progress() {
        assertTrue(pace.reached(0, 5));
        assertFalse(pace.reached(1, 5));
        assertFalse(pace.reached(2, 4));
        assertTrue(pace.reached(3, 6));
    }

    @Test
    void a_job_of_days_keeps_its_usual_speed_and_little_else() {
        for (int i = 0; i < 50_000; i++) {
            seconds += 5;
            steps += 50;
            pace.reached(now(), (long) steps);
            pace.ofLate(now());
        }
        assertEquals(10, usual(), 0.1);
        assertTrue(pace.size() < 2_000, "kept " + pace.size());
    }
}

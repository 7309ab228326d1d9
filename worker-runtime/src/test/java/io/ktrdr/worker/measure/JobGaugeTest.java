package io.ktrdr.worker.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.ktrdr.contracts.job.Failure;
import io.ktrdr.contracts.job.FailureClass;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JobGaugeTest {
    private long now = TimeUnit.HOURS.toNanos(7);
    private final JobGauge gauge = new JobGauge(() -> now);

    private void pass(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    private static Failure failure(FailureClass failureClass, String message) {
        return new Failure(failureClass, "code", message);
    }

    @Test
    void a_worker_that_never_ran_anything_is_idle_since_it_started() {
        pass(12);
        JobGauge.Reading reading = gauge.read();
        assertEquals(12_000, reading.uptimeMs());
        assertEquals(12_000L, reading.idleMs());
        assertNull(reading.progressAgeMs());
        assertNull(reading.stepsPerSecond());
        assertNull(reading.lastError());
    }

    @Test
    void a_running_job_has_an_age_of_progress_and_no_idle_time() {
        gauge.begun();
        pass(4);
        assertEquals(4_000L, gauge.read().progressAgeMs());
        gauge.progress(1, 0.1);
        pass(3);
        assertEquals(3_000L, gauge.read().progressAgeMs());
        assertNull(gauge.read().idleMs());
    }

    @Test
    void only_a_further_step_or_a_larger_share_is_progress() {
        gauge.begun();
        gauge.progress(5, 0.5);
        pass(10);
        gauge.progress(5, 0.5);
        gauge.progress(4, 0.4);
        assertEquals(10_000L, gauge.read().progressAgeMs());
        gauge.progress(5, 0.6);
        assertEquals(0L, gauge.read().progressAgeMs());
    }

    @Test
    void a_job_that_waits_for_a_coordinator_does_not_stand_still() {
        gauge.begun();
        pass(100);
        gauge.held();
        pass(1);
        assertEquals(1_000L, gauge.read().progressAgeMs());
    }

    @Test
    void the_next_job_begins_anew() {
        gauge.begun();
        gauge.progress(100, 1);
        gauge.completed();
        pass(5);
        assertEquals(5_000L, gauge.read().idleMs());
        gauge.begun();
        gauge.progress(1, 0.1);
        assertEquals(0L, gauge.read().progressAgeMs());
    }

    @Test
    void failures_in_a_row_end_with_a_success() {
        gauge.begun();
        gauge.failed(failure(FailureClass.WORKER, "one"));
        gauge.begun();
        gauge.failed(failure(FailureClass.WORKER, "two"));
        assertEquals(2, gauge.read().failuresInARow());
        gauge.begun();
        gauge.completed();
        JobGauge.Reading reading = gauge.read();
        assertEquals(0, reading.failuresInARow());
        assertEquals(2, reading.failed());
        assertEquals(1, reading.completed());
        assertEquals("code: two", reading.lastError());
    }

    @Test
    void nobody_is_blamed_for_bad_jobs_cancels_and_drains() {
        gauge.begun();
        gauge.failed(failure(FailureClass.JOB, "bad spec"));
        gauge.begun();
        gauge.failed(failure(FailureClass.INTERRUPTED, "drained"));
        gauge.begun();
        gauge.dropped();
        JobGauge.Reading reading = gauge.read();
        assertEquals(0, reading.failed());
        assertEquals(0, reading.failuresInARow());
        assertNull(reading.lastError());
    }

    @Test
    void an_error_is_readable_and_short() {
        gauge.begun();
        gauge.failed(
                failure(FailureClass.WORKER, "a\n\tb\u001b[31m " + "x".repeat(186) + "\ud83d\ude00" + "y".repeat(99)));
        String said = gauge.read().lastError();
        assertEquals("code: a b [31m " + "x".repeat(185), said);
    }

    @Test
    void an_error_has_nothing_in_it_for_which_a_heartbeat_is_refused() {
        gauge.begun();
        gauge.failed(failure(FailureClass.WORKER, "\ud83d\ude00 no \u0085 room \ud83d \u00e9"));
        assertEquals("code:   no   room   \u00e9", gauge.read().lastError());
    }
}

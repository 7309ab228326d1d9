package io.ktrdr.faults.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.faults.storm.Fault.Victim;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Schedule.Targets TARGETS = new Schedule.Targets(
            List.of("training-1", "backtest-1"),
            List.of("coordinator", "coordinator-2"),
            List.of(
                    "registry>postgres",
                    "coordinator>postgres",
                    "coordinator>registry",
                    "training-1>coordinator",
                    "coordinators>backtest-1"));
    private static final Duration LEASE = Duration.ofSeconds(4);

    private static Schedule random(long seed, Duration length) {
        return Schedule.random(seed, TARGETS, LEASE, length, Duration.ofSeconds(2));
    }

    @Test
    void a_seed_gives_the_same_storm_again_and_another_one_another() {
        assertEquals(random(5, Duration.ofMinutes(5)), random(5, Duration.ofMinutes(5)));
        assertNotEquals(
                random(5, Duration.ofMinutes(5)).faults(),
                random(6, Duration.ofMinutes(5)).faults());
    }

    @Test
    void a_long_storm_has_every_kind_of_fault_on_every_target() {
        List<Fault> faults = random(1, Duration.ofHours(2)).faults().stream()
                .map(Schedule.Planned::fault)
                .toList();
        assertEquals(
                Set.of("Kill", "Terminate", "Freeze", "Disturb"),
                faults.stream().map(fault -> fault.getClass().getSimpleName()).collect(Collectors.toSet()));
        assertEquals(
                Set.of(
                        "training-1",
                        "backtest-1",
                        "coordinator",
                        "coordinator-2",
                        "registry",
                        "postgres",
                        "one of postgres",
                        "one at work"),
                faults.stream()
                        .filter(Fault.Kill.class::isInstance)
                        .map(fault -> switch (((Fault.Kill) fault).victim()) {
                            case Victim.Named(String process) -> process;
                            case Victim.AtWork one -> "one at work";
                            case Victim.OfPostgres one -> "one of postgres";
                        })
                        .collect(Collectors.toSet()));
        assertEquals(
                Set.copyOf(TARGETS.links()),
                faults.stream()
                        .filter(Fault.Disturb.class::isInstance)
                        .map(fault -> ((Fault.Disturb) fault).link())
                        .collect(Collectors.toSet()));
        assertEquals(
                Set.of("Cut", "HalfClosed", "BlackHole", "Slow", "AnswerLost"),
                faults.stream()
                        .filter(Fault.Disturb.class::isInstance)
                        .map(fault ->
                                ((Fault.Disturb) fault).weather().getClass().getSimpleName())
                        .collect(Collectors.toSet()));
    }

    @Test
    void faults_come_in_order_and_within_the_time() {
        Duration length = Duration.ofMinutes(10);
        List<Duration> times =
                random(2, length).faults().stream().map(Schedule.Planned::at).toList();
        assertEquals(times.stream().sorted().toList(), times);
        assertTrue(times.getLast().compareTo(length) < 0);
        assertTrue(times.size() > 200, "one in two seconds on average, and some in pairs: " + times.size());
    }
}

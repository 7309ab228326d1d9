package io.ktrdr.alerts.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.alerts.evaluation.AlertBook.Key;
import io.ktrdr.alerts.evaluation.Evaluation.Raised;
import io.ktrdr.alerts.rule.AlertRule;
import io.ktrdr.alerts.rule.Condition;
import io.ktrdr.alerts.rule.Condition.Above;
import io.ktrdr.alerts.rule.Condition.AtLeast;
import io.ktrdr.alerts.rule.Condition.Below;
import io.ktrdr.alerts.rule.Severity;
import io.ktrdr.alerts.rule.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Signal SIGNAL = Signal.BUDGET_USED;

    private static AlertRule rule(Condition condition, Duration lasting) {
        return new AlertRule(
                "full", Severity.WARNING, SIGNAL, condition, lasting, "{subject} at {value}, {threshold}: {detail}");
    }

    private static AlertRule rule(Condition condition) {
        return rule(condition, Duration.ZERO);
    }

    /** The book as the database keeps it, from one evaluation to the next. */
    private static final class World {
        final Map<Key, String> active = new HashMap<>();
        final Map<Key, Instant> pending = new HashMap<>();
        Instant now = NOON;
        int raised;
        int resolved;

        Evaluation evaluate(List<AlertRule> rules, Readings readings) {
            Evaluation found =
                    Evaluation.of(rules, readings, new AlertBook(Map.copyOf(active), Map.copyOf(pending), now));
            for (Raised one : found.raised()) {
                active.put(new Key(one.rule().name(), one.subject()), "alert_" + ++raised);
            }
            resolved += found.resolved().size();
            active.values().removeAll(found.resolved());
            found.begun().forEach(key -> pending.putIfAbsent(key, now));
            found.dropped().forEach(pending::remove);
            return found;
        }

        Evaluation evaluate(AlertRule rule, double value) {
            return evaluate(List.of(rule), at(value));
        }

        void pass(Duration time) {
            now = now.plus(time);
        }
    }

    private static Readings at(double value) {
        return new Readings().read(SIGNAL, new Reading("today", value, "so to say"));
    }

    @ParameterizedTest
    @CsvSource({
        "above,    0.9,      , 0.9,  false",
        "above,    0.9,      , 0.91, true",
        "at_least, 0.9,      , 0.9,  true",
        "at_least, 0.9,      , 0.89, false",
        "below,    0.1,      , 0.1,  false",
        "below,    0.1,      , 0.09, true",
        "above,    0.9,  0.5 , 0.6,  false",
    })
    void an_alert_is_raised_when_the_condition_is_met(
            String kind, double threshold, Double resolve, double value, boolean raised) {
        assertEquals(
                raised ? 1 : 0,
                new World()
                        .evaluate(rule(condition(kind, threshold, resolve)), value)
                        .raised()
                        .size());
    }

    @ParameterizedTest
    @CsvSource({
        "above,    0.9,     , 0.9,  true",
        "above,    0.9, 0.5 , 0.9,  false",
        "above,    0.9, 0.5 , 0.5,  false",
        "above,    0.9, 0.5 , 0.49, true",
        "at_least, 0.9,     , 0.9,  false",
        "at_least, 0.9, 0.5 , 0.5,  false",
        "at_least, 0.9, 0.5 , 0.49, true",
        "below,    0.1,     , 0.1,  true",
        "below,    0.1, 0.3 , 0.3,  false",
        "below,    0.1, 0.3 , 0.31, true",
    })
    void it_is_resolved_when_the_value_is_back_where_it_belongs(
            String kind, double threshold, Double resolve, double value, boolean resolved) {
        World world = new World();
        AlertRule rule = rule(condition(kind, threshold, resolve));
        world.evaluate(rule, kind.equals("below") ? 0 : 2);
        assertEquals(1, world.active.size());
        assertEquals(resolved ? 1 : 0, world.evaluate(rule, value).resolved().size());
    }

    private static Condition condition(String kind, double threshold, Double resolve) {
        return switch (kind) {
            case "above" -> new Above(threshold, resolve);
            case "at_least" -> new AtLeast(threshold, resolve);
            default -> new Below(threshold, resolve);
        };
    }

    @Test
    void the_message_is_filled_in_when_it_is_raised() {
        Raised raised =
                new World().evaluate(rule(new Above(0.9, null)), 0.925).raised().getFirst();
        assertEquals("today at 92.5 %, 90 %: so to say", raised.message());
        assertEquals(NOON, raised.since());
    }

    @Test
    void what_has_to_last_is_raised_after_that_time_and_not_before() {
        World world = new World();
        AlertRule rule = rule(new Above(0.9, null), Duration.ofMinutes(1));
        assertTrue(world.evaluate(rule, 1).raised().isEmpty());
        world.pass(Duration.ofSeconds(59));
        assertTrue(world.evaluate(rule, 1).raised().isEmpty());
        world.pass(Duration.ofSeconds(1));
        assertEquals(NOON, world.evaluate(rule, 1).raised().getFirst().since());
        assertTrue(world.pending.isEmpty());
    }

    @Test
    void what_does_not_last_begins_anew() {
        World world = new World();
        AlertRule rule = rule(new Above(0.9, null), Duration.ofMinutes(1));
        world.evaluate(rule, 1);
        world.pass(Duration.ofSeconds(40));
        world.evaluate(rule, 0.5);
        assertTrue(world.pending.isEmpty());
        world.evaluate(rule, 1);
        world.pass(Duration.ofSeconds(40));
        assertTrue(world.evaluate(rule, 1).raised().isEmpty());
    }

    @Test
    void what_could_not_be_read_changes_nothing() {
        World world = new World();
        AlertRule now = rule(new Above(0.9, null));
        AlertRule later = new AlertRule("later", Severity.INFO, SIGNAL, new Above(0.9, null), Duration.ofHours(1), "m");
        world.evaluate(List.of(now, later), at(1));
        assertEquals(1, world.active.size());
        assertEquals(1, world.pending.size());
        assertTrue(world.evaluate(List.of(now, later), new Readings()).changesNothing());
    }

    @Test
    void whoever_is_gone_has_nothing_to_be_alarmed_about() {
        World world = new World();
        AlertRule now = rule(new Above(0.9, 0.1));
        AlertRule later = new AlertRule("later", Severity.INFO, SIGNAL, new Above(0.9, null), Duration.ofHours(1), "m");
        world.evaluate(List.of(now, later), at(1));
        world.evaluate(List.of(now, later), new Readings().read(SIGNAL, List.of()));
        assertTrue(world.active.isEmpty());
        assertTrue(world.pending.isEmpty());
    }

    @Test
    void alerts_of_a_rule_that_does_not_exist_any_more_are_resolved() {
        World world = new World();
        world.evaluate(rule(new Above(0.9, null)), 1);
        world.evaluate(List.of(), at(1));
        assertTrue(world.active.isEmpty());
    }

    @Test
    void two_rules_about_the_same_are_two_alerts() {
        World world = new World();
        AlertRule more = new AlertRule("spent", Severity.CRITICAL, SIGNAL, new AtLeast(1, null), Duration.ZERO, "m");
        world.evaluate(List.of(rule(new AtLeast(0.8, null)), more), at(0.9));
        assertEquals(1, world.raised);
        world.evaluate(List.of(rule(new AtLeast(0.8, null)), more), at(1));
        assertEquals(2, world.active.size());
    }

    @Test
    void a_value_that_is_no_number_is_a_fault_of_whoever_reads() {
        assertThrows(IllegalArgumentException.class, () -> Reading.of("x", Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Reading.of("x", Double.POSITIVE_INFINITY));
    }

    /** However often it is looked, and whatever the value does in between. */
    @Property(tries = 300)
    void it_is_raised_once_and_never_flaps_inside_the_hysteresis(
            @ForAll @Size(min = 1, max = 40) List<@DoubleRange(min = 0.51, max = 1) Double> values,
            @ForAll @IntRange(min = 1, max = 4) int looks) {
        World world = new World();
        AlertRule rule = rule(new Above(0.9, 0.5));
        for (double value : values) {
            for (int i = 0; i < looks; i++) {
                world.evaluate(rule, value);
                world.pass(Duration.ofSeconds(1));
            }
        }
        boolean everMet = values.stream().anyMatch(value -> value > 0.9);
        assertEquals(everMet ? 1 : 0, world.raised);
        assertEquals(0, world.resolved);
        world.evaluate(rule, 0.4);
        assertTrue(world.active.isEmpty());
    }

    /** What is written is all there is to write; and at most one alert stands for each rule and subject. */
    @Property(tries = 300)
    void a_second_look_at_the_same_changes_nothing(
            @ForAll @Size(max = 30) List<@DoubleRange(min = 0, max = 1) Double> values,
            @ForAll @IntRange(min = 0, max = 3) int lasting,
            @ForAll @DoubleRange(min = 0.2, max = 0.9) double resolve) {
        World world = new World();
        AlertRule rule = rule(new Above(0.9, resolve), Duration.ofSeconds(lasting));
        for (double value : values) {
            world.evaluate(rule, value);
            assertTrue(world.evaluate(rule, value).changesNothing());
            assertTrue(world.active.size() <= 1);
            world.pass(Duration.ofSeconds(1));
        }
        assertEquals(world.raised, world.resolved + world.active.size());
    }
}

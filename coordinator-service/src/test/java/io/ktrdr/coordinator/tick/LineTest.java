package io.ktrdr.coordinator.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.coordinator.research.Executor;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineTest {
    private static final OffsetDateTime NOON = OffsetDateTime.parse("2025-01-01T12:00:00Z");

    private static Line.Place place(String claim, int second) {
        return new Line.Place(claim, "op_of_" + claim, Executor.TRAINING, NOON.plusSeconds(second), List.of(), null);
    }

    private static List<String> claims(Line line, Executor executor, int howMany) {
        return line.first(executor, howMany).stream().map(Line.Place::claim).toList();
    }

    @Test
    void rank_comes_before_id() {
        Line line = new Line(List.of(place("late", 9), place("b", 1), place("a", 1), place("urgent", 0)));
        assertEquals(List.of("urgent", "a", "b", "late"), claims(line, Executor.TRAINING, 10));
    }

    @Test
    void each_executor_has_a_line_of_its_own() {
        Line line = new Line(List.of(place("a", 1)));
        assertEquals(List.of(), claims(line, Executor.BACKTESTING, 10));
        assertEquals(List.of(), claims(line, Executor.AGENT, 10));
    }

    @Test
    void only_the_first_are_asked_for() {
        Line line = new Line(List.of(place("a", 1), place("b", 2), place("c", 3)));
        assertEquals(List.of("a", "b"), claims(line, Executor.TRAINING, 2));
        assertEquals(List.of(), claims(line, Executor.TRAINING, 0));
    }

    @Test
    void one_who_stands_in_line_does_not_stand_there_twice() {
        Line line = new Line(List.of(place("a", 1)));
        line.add(place("a", 0));
        line.add(place("b", 0));
        assertEquals(List.of("b", "a"), claims(line, Executor.TRAINING, 10));
    }
}

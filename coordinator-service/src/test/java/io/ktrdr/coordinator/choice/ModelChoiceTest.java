package io.ktrdr.coordinator.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.coordinator.choice.Task.Complexity;
import io.ktrdr.coordinator.choice.Task.Purpose;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

class ModelChoiceTest {
    private static final Task SIMPLE = new Task(Purpose.ASSESSMENT, 0, 0);
    private static final Task ORDINARY = new Task(Purpose.DESIGN, 100, 0);
    private static final Task COMPLEX = new Task(Purpose.DESIGN, 1_000, 0);

    private static List<Candidate> models(int... prices) {
        return Arrays.stream(prices)
                .mapToObj(price -> new Candidate("m" + price, BigDecimal.valueOf(price)))
                .toList();
    }

    private static List<String> order(Task task, Purse purse, int... prices) {
        return ModelChoice.order(task, models(prices), purse).stream()
                .map(Candidate::name)
                .toList();
    }

    private static Purse purse(@Nullable String limit, String spent, double shareGone) {
        return new Purse(limit == null ? null : new BigDecimal(limit), new BigDecimal(spent), shareGone);
    }

    @Example
    void a_complex_task_begins_at_the_top_an_ordinary_one_in_the_middle_a_simple_one_at_the_bottom() {
        assertEquals(List.of("m5", "m3", "m1"), order(COMPLEX, Purse.UNLIMITED, 5, 3, 1));
        assertEquals(List.of("m3", "m1", "m5"), order(ORDINARY, Purse.UNLIMITED, 5, 3, 1));
        assertEquals(List.of("m1", "m3", "m5"), order(SIMPLE, Purse.UNLIMITED, 5, 3, 1));
    }

    @Example
    void of_two_models_only_simple_tasks_begin_at_the_lower() {
        assertEquals(List.of("m5", "m1"), order(ORDINARY, Purse.UNLIMITED, 5, 1));
        assertEquals(List.of("m1", "m5"), order(SIMPLE, Purse.UNLIMITED, 5, 1));
    }

    @Example
    void a_model_that_saves_nothing_is_asked_last() {
        assertEquals(List.of("m1", "m3", "m9"), order(SIMPLE, Purse.UNLIMITED, 3, 9, 1));
        assertEquals(List.of("m3", "m1", "m9"), order(COMPLEX, Purse.UNLIMITED, 3, 9, 1));
    }

    @Example
    void where_nothing_costs_anything_the_file_decides() {
        List<Candidate> free = List.of(
                new Candidate("a", BigDecimal.ZERO),
                new Candidate("b", BigDecimal.ZERO),
                new Candidate("c", BigDecimal.ZERO));
        assertEquals(free, ModelChoice.order(SIMPLE, free, Purse.UNLIMITED));
    }

    @Example
    void when_spending_runs_ahead_of_the_day_it_begins_a_rung_lower() {
        Purse ahead = purse("10", "5", 0.2);
        assertEquals("m3", order(COMPLEX, ahead, 5, 3, 1).getFirst());
        assertEquals("m1", order(ORDINARY, ahead, 5, 3, 1).getFirst());
        assertEquals("m1", order(SIMPLE, ahead, 5, 3, 1).getFirst());
        assertEquals("m5", order(COMPLEX, purse("10", "5", 0.3), 5, 3, 1).getFirst());
        assertEquals("m5", order(COMPLEX, purse("10", "2.5", 0), 5, 3, 1).getFirst(), "a day may begin busily");
    }

    @Example
    void when_the_money_is_nearly_gone_everything_begins_at_the_bottom() {
        assertEquals("m1", order(COMPLEX, purse("10", "9", 0.99), 5, 3, 1).getFirst());
        assertEquals("m1", order(COMPLEX, purse("10", "70", 0.99), 5, 3, 1).getFirst());
        assertEquals("m1", order(COMPLEX, purse("0", "0", 0.5), 5, 3, 1).getFirst());
        assertEquals("m5", order(COMPLEX, purse(null, "9000", 0), 5, 3, 1).getFirst());
    }

    @Example
    void tasks_are_as_complex_as_they_are_long_and_as_often_as_they_failed() {
        assertEquals(Complexity.ORDINARY, new Task(Purpose.DESIGN, 400, 0).complexity());
        assertEquals(Complexity.COMPLEX, new Task(Purpose.DESIGN, 401, 0).complexity());
        assertEquals(Complexity.SIMPLE, new Task(Purpose.GENERAL, 400, 0).complexity());
        assertEquals(Complexity.ORDINARY, new Task(Purpose.GENERAL, 1_500, 0).complexity());
        assertEquals(Complexity.COMPLEX, new Task(Purpose.GENERAL, 1_501, 0).complexity());
        assertEquals(Complexity.SIMPLE, new Task(Purpose.ASSESSMENT, 9_000, 0).complexity());
        for (Purpose purpose : Purpose.values()) {
            assertEquals(Complexity.COMPLEX, new Task(purpose, 0, 1).complexity());
        }
        assertThrows(IllegalArgumentException.class, () -> new Task(Purpose.GENERAL, -1, 0));
    }

    @Property
    void every_model_is_asked_once_and_the_same_question_is_answered_the_same(
            @ForAll Purpose purpose,
            @ForAll @IntRange(max = 3_000) int words,
            @ForAll @IntRange(max = 3) int failures,
            @ForAll @Size(max = 6) List<@IntRange(max = 9) Integer> prices,
            @ForAll @IntRange(max = 20) int spent,
            @ForAll @DoubleRange(min = 0, max = 1) double shareGone) {
        List<Candidate> models = new ArrayList<>();
        for (int price : prices) {
            models.add(new Candidate("m" + models.size(), BigDecimal.valueOf(price)));
        }
        Task task = new Task(purpose, words, failures);
        Purse purse = purse("10", String.valueOf(spent), shareGone);
        List<Candidate> order = ModelChoice.order(task, models, purse);
        assertEquals(models.size(), order.size());
        assertEquals(new HashSet<>(models), new HashSet<>(order));
        assertEquals(order, ModelChoice.order(task, models, purse));
    }

    @Property
    void less_money_never_means_a_dearer_model(
            @ForAll @IntRange(max = 3_000) int words,
            @ForAll Purpose purpose,
            @ForAll @IntRange(max = 12) int spent,
            @ForAll @DoubleRange(min = 0, max = 1) double shareGone) {
        Task task = new Task(purpose, words, 0);
        BigDecimal before = ModelChoice.order(task, models(9, 5, 2), purse("10", String.valueOf(spent), shareGone))
                .getFirst()
                .usd();
        BigDecimal after = ModelChoice.order(task, models(9, 5, 2), purse("10", String.valueOf(spent + 1), shareGone))
                .getFirst()
                .usd();
        assertTrue(after.compareTo(before) <= 0);
    }
}

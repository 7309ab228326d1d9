package io.ktrdr.quant.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PurgedFoldsTest {
    /** Counted by hand: labels over 3 bars, an embargo of 2. */
    @Test
    void rows_whose_labels_share_prices_with_the_test_are_left_out() {
        List<Fold> folds = PurgedFolds.crossValidation(new Rows(0, 100), 4, 3, 2);
        assertEquals(new Fold(List.of(new Rows(30, 100)), new Rows(0, 25)), folds.get(0));
        assertEquals(new Fold(List.of(new Rows(0, 22), new Rows(55, 100)), new Rows(25, 50)), folds.get(1));
        assertEquals(new Fold(List.of(new Rows(0, 47), new Rows(80, 100)), new Rows(50, 75)), folds.get(2));
        assertEquals(new Fold(List.of(new Rows(0, 72)), new Rows(75, 100)), folds.get(3));
    }

    @Test
    void walk_forward_learns_from_what_lies_before_only() {
        List<Fold> folds = PurgedFolds.walkForward(new Rows(10, 110), 4, 3);
        assertEquals(
                List.of(
                        new Fold(List.of(new Rows(10, 27)), new Rows(30, 50)),
                        new Fold(List.of(new Rows(10, 47)), new Rows(50, 70)),
                        new Fold(List.of(new Rows(10, 67)), new Rows(70, 90)),
                        new Fold(List.of(new Rows(10, 87)), new Rows(90, 110))),
                folds);
    }

    @Property(tries = 500)
    void neither_a_bar_nor_a_label_to_learn_from_has_a_price_of_the_test_or_its_labels(
            @ForAll @IntRange(min = 0, max = 50) int first,
            @ForAll @IntRange(min = 2, max = 300) int size,
            @ForAll @IntRange(min = 2, max = 12) int wanted,
            @ForAll @IntRange(min = 0, max = 60) int reach,
            @ForAll @IntRange(min = 0, max = 40) int embargo) {
        Rows rows = new Rows(first, first + size);
        int count = Math.min(wanted, size);
        for (Fold fold : PurgedFolds.crossValidation(rows, count, reach, embargo)) {
            boolean[] ofTest = new boolean[first + size + reach + 1];
            for (int row = fold.test().first(); row < fold.test().end(); row++) {
                for (int bar = row; bar <= row + reach; bar++) {
                    ofTest[bar] = true;
                }
            }
            for (Rows train : fold.train()) {
                for (int row = train.first(); row < train.end(); row++) {
                    assertTrue(row >= first && row < first + size, "of the rows");
                    assertTrue(row < fold.test().first() || row >= fold.test().end(), "not of the test");
                    for (int bar = row; bar <= row + reach; bar++) {
                        assertTrue(!ofTest[bar], "row " + row + " knows bar " + bar + " of " + fold);
                    }
                    assertTrue(row < fold.test().first() || row >= fold.test().end() + reach + embargo, "embargo");
                }
            }
        }
    }

    @Property(tries = 500)
    void every_row_is_tested_on_once_and_nothing_is_left_out_without_need(
            @ForAll @IntRange(min = 0, max = 50) int first,
            @ForAll @IntRange(min = 2, max = 300) int size,
            @ForAll @IntRange(min = 2, max = 12) int wanted,
            @ForAll @IntRange(min = 0, max = 60) int reach,
            @ForAll @IntRange(min = 0, max = 40) int embargo) {
        Rows rows = new Rows(first, first + size);
        int count = Math.min(wanted, size);
        List<Fold> folds = PurgedFolds.crossValidation(rows, count, reach, embargo);
        assertEquals(count, folds.size());
        int next = first;
        for (Fold fold : folds) {
            assertEquals(next, fold.test().first());
            next = fold.test().end();
            assertTrue(Math.abs(fold.test().size() - size / (double) count) < 1, "equally long");
            int before = Math.max(0, fold.test().first() - reach - first);
            int after = Math.max(0, first + size - fold.test().end() - reach - embargo);
            assertEquals(before + after, fold.trainSize());
            assertTrue(fold.train().stream().allMatch(train -> train.size() > 0));
        }
        assertEquals(rows.end(), next);
    }

    @Property(tries = 500)
    void walk_forward_grows_and_never_sees_what_it_is_tested_on(
            @ForAll @IntRange(min = 2, max = 300) int size,
            @ForAll @IntRange(min = 1, max = 12) int wanted,
            @ForAll @IntRange(min = 0, max = 60) int reach) {
        int count = Math.min(wanted, size - 1);
        List<Fold> folds = PurgedFolds.walkForward(new Rows(0, size), count, reach);
        assertEquals(count, folds.size());
        int learned = 0;
        int next = size / (count + 1);
        for (Fold fold : folds) {
            assertEquals(next, fold.test().first());
            next = fold.test().end();
            for (Rows train : fold.train()) {
                assertEquals(0, train.first());
                // the last label to learn from ends before the first bar of the test
                assertTrue(train.end() - 1 + reach < fold.test().first());
            }
            assertTrue(fold.trainSize() >= learned);
            learned = fold.trainSize();
        }
        assertEquals(size, next);
    }

    @Test
    void numbers_out_of_range_are_refused() {
        Rows rows = new Rows(0, 10);
        assertThrows(IllegalArgumentException.class, () -> PurgedFolds.crossValidation(rows, 1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> PurgedFolds.crossValidation(rows, 11, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> PurgedFolds.crossValidation(rows, 2, -1, 0));
        assertThrows(IllegalArgumentException.class, () -> PurgedFolds.crossValidation(rows, 2, 0, -1));
        assertThrows(IllegalArgumentException.class, () -> PurgedFolds.walkForward(rows, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> PurgedFolds.walkForward(rows, 10, 0));
        assertThrows(IllegalArgumentException.class, () -> new Rows(3, 2));
        assertThrows(IllegalArgumentException.class, () -> new Rows(-1, 2));
    }
}

package io.ktrdr.quant.split;

import java.util.ArrayList;
import java.util.List;

/**
 * Several tests on the same rows, none of which knows what it is tested on.
 *
 * <p>A label is made of prices after its bar. So rows next to the test are left out of training: before it those whose labels are
 * made of prices of the test, after it those whose bars the test's labels are made of (purging). Features are made of earlier
 * prices, for as long as their indicators remember: rows soon after the test resemble it even when no label is shared, and can
 * be left out too (embargo). Lopez de Prado, "Advances in Financial Machine Learning", 2018, sections 7.4.1 and 7.4.2.
 *
 * <p>All folds are in order of time. Everywhere, row {@code i}'s label is made of prices of bars {@code i + 1} to
 * {@code i + reach}, inclusive; {@link Windows#reach} of the label's horizon.
 */
public final class PurgedFolds {
    private PurgedFolds() {}

    /**
     * Cross-validation: every row is tested on once, by a model that learns from the rows before and after. Tests are equally
     * long, to within one row.
     *
     * @param folds   2 to the number of rows
     * @param reach   at least 0
     * @param embargo rows left out after each test in addition to those purged, at least 0; the book suggests 1 % of all
     * @return {@code folds} of them; one that has nothing left to learn from has an empty {@link Fold#train}
     * @throws IllegalArgumentException for numbers out of range
     */
    public static List<Fold> crossValidation(Rows rows, int folds, int reach, int embargo) {
        if (folds < 2 || folds > rows.size()) {
            throw new IllegalArgumentException(rows.size() + " rows cannot be cut into " + folds + " folds");
        }
        if (reach < 0 || embargo < 0) {
            throw new IllegalArgumentException("Reach and embargo must not be negative: " + reach + ", " + embargo);
        }
        List<Fold> result = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            Rows test = new Rows(cut(rows, fold, folds), cut(rows, fold + 1, folds));
            List<Rows> train = new ArrayList<>();
            addUnlessEmpty(train, rows.first(), (long) test.first() - reach);
            addUnlessEmpty(train, (long) test.end() + reach + embargo, rows.end());
            result.add(new Fold(train, test));
        }
        return result;
    }

    /**
     * Walk-forward: rows are cut into {@code folds + 1} equal parts. Each but the first is tested on by a model that learns
     * from all rows before it, as it would have been done at that time. There is no embargo, as nothing after a test is
     * learned from.
     *
     * @param folds 1 to the number of rows - 1
     * @return {@code folds} of them, each with one range to learn from, or none where the purged rows are all that there are
     * @throws IllegalArgumentException for numbers out of range
     */
    public static List<Fold> walkForward(Rows rows, int folds, int reach) {
        return crossValidation(rows, Math.addExact(folds, 1), reach, 0).stream()
                .skip(1)
                .map(PurgedFolds::withoutWhatFollows)
                .toList();
    }

    private static Fold withoutWhatFollows(Fold fold) {
        return new Fold(
                fold.train().stream()
                        .filter(train -> train.end() <= fold.test().first())
                        .toList(),
                fold.test());
    }

    private static int cut(Rows rows, int part, int parts) {
        return rows.first() + (int) ((long) rows.size() * part / parts);
    }

    private static void addUnlessEmpty(List<Rows> list, long first, long end) {
        if (first < end) {
            list.add(new Rows((int) first, (int) end));
        }
    }
}

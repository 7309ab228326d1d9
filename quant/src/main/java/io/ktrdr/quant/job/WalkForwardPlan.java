package io.ktrdr.quant.job;

import io.ktrdr.quant.split.Fold;
import io.ktrdr.quant.split.PurgedFolds;
import io.ktrdr.quant.split.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a walk-forward trains on and tests on.
 *
 * @param windows in order of time; none when there is to be no walk-forward
 * @param seeds   models for each window
 * @param purge   rows between the parts of a window, so that no label of one is made of prices of the next
 * @param leftOut why there is none although it was asked for
 */
record WalkForwardPlan(
        List<Cut> windows, int seeds, int purge, @Nullable String leftOut) {
    static final int FEWEST_TEST_SAMPLES = 20;

    /** Of what lies before the test: the last part stops the training in time. */
    private static final double VALIDATION_FRACTION = 0.2;

    /** A window to test on, and what lies before it: to train on, then to stop the training by. */
    record Cut(Rows train, Rows validation, Rows test) {}

    static WalkForwardPlan none() {
        return new WalkForwardPlan(List.of(), 0, 0, null);
    }

    /**
     * As many windows as were asked for, or as there are enough rows for.
     *
     * @param rows complete and labelled
     */
    static WalkForwardPlan of(Rows rows, int purge, WalkForwardSpec spec) {
        for (int folds = spec.folds(); folds >= WalkForwardSpec.FEWEST_FOLDS; folds--) {
            Optional<List<Cut>> windows = windows(rows, purge, folds);
            if (windows.isPresent()) {
                return new WalkForwardPlan(windows.get(), spec.seeds(), purge, null);
            }
        }
        return new WalkForwardPlan(
                List.of(),
                0,
                purge,
                "Too few bars for a walk-forward: " + rows.size() + " cannot be cut into "
                        + WalkForwardSpec.FEWEST_FOLDS
                        + " windows with at least " + TrainingJob.FEWEST_TRAIN_SAMPLES + " bars to train on, "
                        + TrainingJob.FEWEST_VALIDATION_SAMPLES + " to validate on and " + FEWEST_TEST_SAMPLES
                        + " to test on, " + purge + " bars apart");
    }

    private static Optional<List<Cut>> windows(Rows rows, int purge, int folds) {
        if (folds >= rows.size()) {
            return Optional.empty();
        }
        List<Cut> windows = new ArrayList<>();
        for (Fold fold : PurgedFolds.walkForward(rows, folds, purge)) {
            Optional<Cut> cut = cut(fold, purge);
            if (cut.isEmpty()) {
                return Optional.empty();
            }
            windows.add(cut.get());
        }
        return Optional.of(windows);
    }

    private static Optional<Cut> cut(Fold fold, int purge) {
        int validated = (int) (fold.trainSize() * VALIDATION_FRACTION);
        int trained = fold.trainSize() - validated - purge;
        if (trained < TrainingJob.FEWEST_TRAIN_SAMPLES
                || validated < TrainingJob.FEWEST_VALIDATION_SAMPLES
                || fold.test().size() < FEWEST_TEST_SAMPLES) {
            return Optional.empty();
        }
        Rows before = fold.train().getFirst();
        return Optional.of(new Cut(
                new Rows(before.first(), before.first() + trained),
                new Rows(before.end() - validated, before.end()),
                fold.test()));
    }

    /** How many models are trained. */
    int runs() {
        return windows.size() * seeds;
    }

    /** Of run {@code number}, from 0. */
    Cut cut(int number) {
        return windows.get(fold(number));
    }

    /** Index of its window. */
    int fold(int number) {
        return number / seeds;
    }

    /** Index of its seed. */
    int seed(int number) {
        return number % seeds;
    }
}

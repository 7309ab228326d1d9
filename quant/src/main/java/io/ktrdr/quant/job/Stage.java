package io.ktrdr.quant.job;

import io.ktrdr.quant.learning.Epoch;
import io.ktrdr.quant.learning.Trainer;
import io.ktrdr.quant.learning.TrainingCancelledException;
import io.ktrdr.quant.learning.TrainingDivergedException;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;

/**
 * One of the trainings that a job consists of. What it tells is about the whole job.
 *
 * @param name        before all that is told; may be empty
 * @param epochs      at most so many
 * @param stepsBefore epochs of the stages before
 * @param from        share of the whole that is done when it begins, 0..1
 * @param to          the same when it has run all its epochs
 */
record Stage(String name, int epochs, long stepsBefore, double from, double to) {
    /**
     * Trains to the end.
     *
     * @param state of the whole job, made when it is asked for
     * @throws JobCancelledException     within one batch of being told to stop
     * @throws TrainingDivergedException when the loss is no longer finite; the trainer still has its best epoch
     */
    void run(Trainer trainer, Supplier<byte[]> state, Control control) {
        String message = name + String.format(Locale.ROOT, "epoch %d/%d", trainer.epochs(), epochs);
        try {
            while (!trainer.isOver()) {
                Epoch epoch =
                        trainer.runEpoch(control::cancelled, new WithinEpoch(this, trainer.epochs(), message, control));
                message = name
                        + String.format(
                                Locale.ROOT, "epoch %d/%d, loss %.4f", epoch.epoch(), epochs, epoch.validationLoss());
                control.progress(stepsBefore + epoch.epoch(), fraction(epoch.epoch()), message);
                control.checkpoint(stepsBefore + epoch.epoch(), state);
            }
        } catch (TrainingCancelledException e) {
            throw new JobCancelledException();
        }
    }

    /** @param done epochs of this stage, with the share of the present one */
    private double fraction(double done) {
        return StrictMath.min(to, from + (to - from) * (done / epochs));
    }

    /** An epoch over much data takes minutes: every hundredth of it is told, or it would look as if nothing happened. */
    private static final class WithinEpoch implements DoubleConsumer {
        private static final double STEP = 0.01;

        private final Stage stage;
        private final int before;
        private final String message;
        private final Control control;
        private double next = STEP;

        /**
         * @param before  epochs of this stage that are over
         * @param message what was told last
         */
        WithinEpoch(Stage stage, int before, String message, Control control) {
            this.stage = stage;
            this.before = before;
            this.message = message;
            this.control = control;
        }

        @Override
        public void accept(double share) {
            if (share >= next) {
                next = share + STEP;
                control.progress(stage.stepsBefore + before, stage.fraction(before + share), message);
            }
        }
    }
}

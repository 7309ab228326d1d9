package io.ktrdr.quant.job;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * Asks for a walk-forward beside the training. It costs about {@code folds * seeds / 2} times what the training costs.
 *
 * @param folds windows to test on, {@value #FEWEST_FOLDS} to {@value #MOST_FOLDS}; fewer are made where there are too few bars
 * @param seeds models for each of them, 1 to {@value #MOST_SEEDS}
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record WalkForwardSpec(int folds, int seeds) {
    /** One window alone does not show what is luck. */
    static final int FEWEST_FOLDS = 2;

    static final int MOST_FOLDS = 20;
    static final int MOST_SEEDS = 20;

    /** @throws JobException {@code invalid_spec} */
    void requireWithinRange() {
        if (folds < FEWEST_FOLDS || folds > MOST_FOLDS || seeds < 1 || seeds > MOST_SEEDS) {
            throw new JobException(
                    JobException.INVALID_SPEC,
                    "walk_forward must have " + FEWEST_FOLDS + " to " + MOST_FOLDS + " folds and 1 to " + MOST_SEEDS
                            + " seeds, not " + folds + " and " + seeds);
        }
    }
}

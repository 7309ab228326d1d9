package io.ktrdr.coordinator.choice;

/**
 * What is to be asked, as far as it can be told before.
 *
 * @param words    that the task itself is described with, in characters: the brief of a design, the question of a general
 *                 task, what is to be judged of an assessment; without what is the same for all tasks of a kind
 * @param failures of earlier attempts at the same task, by what a model answered
 */
public record Task(Purpose purpose, int words, int failures) {
    private static final int LONG = 400;
    private static final int VERY_LONG = 1_500;

    /** What models are asked for. */
    public enum Purpose {
        DESIGN,
        ASSESSMENT,
        GENERAL
    }

    /** How much a model must be capable of. */
    public enum Complexity {
        SIMPLE,
        ORDINARY,
        COMPLEX
    }

    public Task {
        if (words < 0 || failures < 0) {
            throw new IllegalArgumentException("less than nothing");
        }
    }

    /**
     * A design is never simple: hours of work follow from it. The length of an assessment is of no account, which is always
     * about the same figures. What one model could not do, the best is asked for.
     */
    public Complexity complexity() {
        if (failures > 0) {
            return Complexity.COMPLEX;
        }
        return switch (purpose) {
            case ASSESSMENT -> Complexity.SIMPLE;
            case DESIGN -> words > LONG ? Complexity.COMPLEX : Complexity.ORDINARY;
            case GENERAL ->
                words > VERY_LONG ? Complexity.COMPLEX : words > LONG ? Complexity.ORDINARY : Complexity.SIMPLE;
        };
    }
}

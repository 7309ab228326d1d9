package io.ktrdr.quant.learning;

/** The loss is no longer a number: the learning rate is too high for these features. */
public final class TrainingDivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainingDivergedException(int epoch) {
        super("Training diverged in epoch " + epoch + ": the loss is no longer finite; try a lower learning rate");
    }

    /** For people; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}

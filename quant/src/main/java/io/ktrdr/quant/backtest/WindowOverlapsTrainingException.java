package io.ktrdr.quant.backtest;

/** A backtest on bars that the model has learned from would only show its memory. */
public final class WindowOverlapsTrainingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The failure's stable name. */
    public static final String CODE = "window_overlaps_training";

    WindowOverlapsTrainingException(String testFrom, String testTo, String trainedFrom, String trainedTo) {
        super(
                "The backtest window " + testFrom + " to " + testTo + " overlaps what the model was trained on, "
                        + trainedFrom + " to " + trainedTo,
                null,
                false,
                false);
    }

    /** For people; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}

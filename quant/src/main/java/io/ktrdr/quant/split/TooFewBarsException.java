package io.ktrdr.quant.split;

/** A series too short to be cut into windows that say something. */
public final class TooFewBarsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooFewBarsException(int bars, int horizon) {
        super(
                "Too few bars: " + bars + " cannot be cut into train, validation, test and holdout of at least "
                        + Windows.FEWEST_BARS + " bars each, " + Windows.reach(horizon)
                        + " bars apart for the label's horizon of " + horizon,
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

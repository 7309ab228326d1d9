package io.ktrdr.quant.job;

/** This spec cannot be run, here or anywhere: trying again is useless, and no worker is to blame. */
public final class JobException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public static final String INVALID_SPEC = "invalid_spec";
    public static final String INVALID_STRATEGY = "invalid_strategy";
    public static final String INVALID_DATASET = "invalid_dataset";
    public static final String INVALID_WINDOWS = "invalid_windows";
    public static final String INVALID_MODEL = "invalid_model";
    public static final String TOO_FEW_BARS = "too_few_bars";
    public static final String TRAINING_DIVERGED = "training_diverged";

    private final String code;

    JobException(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** A short stable name, e.g. {@code window_overlaps_training}. */
    public String code() {
        return code;
    }

    /** For people; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}

package io.ktrdr.quant.learning;

/** Training was told to stop, and did, between two batches. */
public final class TrainingCancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainingCancelledException() {
        super("cancelled", null, false, false);
    }
}

package io.ktrdr.quant.model;

/** Training was told to stop, and did, between two batches. */
public final class TrainingCancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainingCancelledException() {
        super("cancelled", null, false, false);
    }
}

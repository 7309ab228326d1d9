package io.ktrdr.quant.job;

/** The job stopped because {@link Control#cancelled} said so. */
public final class JobCancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JobCancelledException() {
        super("cancelled", null, false, false);
    }
}

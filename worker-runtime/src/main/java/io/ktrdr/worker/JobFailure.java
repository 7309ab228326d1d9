package io.ktrdr.worker;

import io.ktrdr.contracts.job.Failure;
import io.ktrdr.contracts.job.FailureClass;

/** A job that ended without a result, and whose fault that is. */
public final class JobFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureClass failureClass;
    private final String code;

    private JobFailure(FailureClass failureClass, String code, String message) {
        super(message);
        this.failureClass = failureClass;
        this.code = code;
    }

    /** It would fail the same way anywhere: a bad spec, data that does not fit. There is no second attempt. */
    public static JobFailure ofJob(String code, String message) {
        return new JobFailure(FailureClass.JOB, code, message);
    }

    /** Another worker may succeed: a full disk, too little memory. */
    public static JobFailure ofWorker(String code, String message) {
        return new JobFailure(FailureClass.WORKER, code, message);
    }

    /** Nobody's fault: circumstances ended the attempt. */
    public static JobFailure interrupted(String code, String message) {
        return new JobFailure(FailureClass.INTERRUPTED, code, message);
    }

    public Failure failure() {
        return new Failure(failureClass, code, String.valueOf(getMessage()));
    }
}

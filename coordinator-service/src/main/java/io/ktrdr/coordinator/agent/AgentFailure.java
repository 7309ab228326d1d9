package io.ktrdr.coordinator.agent;

import io.ktrdr.contracts.job.FailureClass;

/** An attempt that did not succeed, and who is to blame. */
public final class AgentFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureClass failureClass;
    private final String code;

    public AgentFailure(FailureClass failureClass, String code, String message) {
        super(message);
        this.failureClass = failureClass;
        this.code = code;
    }

    public FailureClass failureClass() {
        return failureClass;
    }

    String code() {
        return code;
    }
}

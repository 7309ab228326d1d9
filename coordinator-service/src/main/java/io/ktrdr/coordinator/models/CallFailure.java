package io.ktrdr.coordinator.models;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call without an answer. It has no cause: those of the clients carry the request, and with it the key, or whatever the
 * provider echoed.
 */
final class CallFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final transient @Nullable Duration retryAfter;
    private final transient @Nullable Usage usage;

    /**
     * @param retryAfter how long the provider wants to be left alone, as far as it said so
     * @param usage      what the provider counted nevertheless; null when nobody knows whether it did
     */
    CallFailure(Fault fault, String message, @Nullable Duration retryAfter, @Nullable Usage usage) {
        super(message);
        this.fault = fault;
        this.retryAfter = retryAfter;
        this.usage = usage;
    }

    Fault fault() {
        return fault;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    @Nullable
    Usage usage() {
        return usage;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}

package io.ktrdr.coordinator.models;

import org.jspecify.annotations.Nullable;

/** Sees every request to a provider. It learns what was asked of whom and how it ended, and nothing of what was said. */
public interface ModelWatch {
    ModelWatch NOBODY = (provider, model) -> new Call() {};

    /**
     * A request is about to be sent, on the thread that asks.
     *
     * @param provider how it is talked to
     * @param model    as the provider calls it
     */
    Call sends(String provider, String model);

    /** Exactly one of these is called, on the same thread. */
    interface Call {
        /** @param usage null when the provider did not count */
        default void answered(@Nullable Usage usage) {}

        /**
         * @param errorType one of few words
         * @param usage     null when nobody knows
         */
        default void failed(String errorType, @Nullable Usage usage) {}

        /** It was kept from being sent after all. */
        default void notSent() {}
    }
}

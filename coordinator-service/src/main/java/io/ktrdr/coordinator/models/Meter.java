package io.ktrdr.coordinator.models;

import java.math.BigDecimal;

/**
 * Pays for the requests of one question. It is asked before each of them is sent, and told afterwards what it cost: each
 * attempt at each model is a request, and so are those of a repair. Both happen on the thread that asks the question,
 * outside of the model's timeout, and may block; what they throw ends the question.
 */
@FunctionalInterface
public interface Meter {
    /**
     * Sets aside what a request may cost. Nothing is sent when this throws.
     *
     * @throws InterruptedException when the caller was interrupted
     */
    Decision reserve(Request request) throws InterruptedException;

    /**
     * A request that is about to be sent.
     *
     * @param number  from 1, in the order in which they are sent; no other request of the same question has it
     * @param model   its name in the file of models
     * @param atMost  US dollars that it costs at most, not rounded
     */
    record Request(int number, String model, BigDecimal atMost) {}

    /** Whether a request is sent. */
    sealed interface Decision {
        record Granted(Reservation reservation) implements Decision {}

        /**
         * Not by this model: the next one is asked, which may be cheaper.
         *
         * @param reason in words
         */
        record TooDear(String reason) implements Decision {}

        /**
         * Nothing is sent any more, to no model: {@link Outcome.Unpaid}.
         *
         * @param reason in words
         */
        record Stop(String reason) implements Decision {}
    }

    /** What was set aside for one request. */
    @FunctionalInterface
    interface Reservation {
        /**
         * Puts what the request cost in the place of what was set aside: that again when nobody knows, nothing when the
         * request was not sent after all, or failed without having been counted. Called once at most; never when the
         * caller was interrupted while the request was under way, so what was set aside has to stand until this is called.
         *
         * @throws InterruptedException when the caller was interrupted
         */
        void settle(Charge charge) throws InterruptedException;
    }
}

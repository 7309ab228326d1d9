package io.ktrdr.coordinator.models;

/** One model of one provider. */
interface Provider {
    /**
     * Asks once, on the caller's thread.
     *
     * @throws CallFailure          when there is no answer
     * @throws InterruptedException when the caller was interrupted; the connection is closed then
     */
    Reply ask(Question question) throws CallFailure, InterruptedException;
}

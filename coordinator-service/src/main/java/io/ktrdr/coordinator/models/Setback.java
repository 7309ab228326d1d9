package io.ktrdr.coordinator.models;

/**
 * Why a model gave no answer, so that the next one was tried.
 *
 * @param model  its name in the file of models
 * @param reason in words; without secrets
 */
public record Setback(String model, Cause cause, String reason) {
    public enum Cause {
        /** It was asked, and failed, also when it was asked again. */
        FAILED,
        /** Not asked: it has failed too often of late. */
        CIRCUIT_OPEN,
        /** Not asked: it was asked as often in the last minute as it may be. */
        REQUESTS_OF_MINUTE,
        /** Not asked: what is left of today's tokens may not be enough. */
        TOKENS_OF_DAY,
        /** Not asked: its provider said how long to stay away. */
        ASKED_TO_WAIT,
        /** Not asked: the meter would not pay for it. */
        TOO_DEAR
    }
}

package io.ktrdr.coordinator.models;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a model is doing, as far as this process has seen. Nothing in it holds a secret.
 *
 * @param name         in the file of models
 * @param provider     {@code anthropic} or {@code openai}: the interface
 * @param model        what its provider calls it
 * @param baseUrl      where it is asked; without user and password
 * @param leftAlone    until then, as its provider asked for it; empty or past: it may be asked
 * @param requests     sent in the last 60 seconds
 * @param tokens       of today (UTC), with what is set aside for requests under way
 * @param contextWindow tokens that a question and its answer may have together, as far as the file says
 * @param lastFailure  since the start of this process, also when it has answered after it
 */
public record ModelState(
        String name,
        String provider,
        String model,
        URI baseUrl,
        Prices prices,
        Circuit circuit,
        Optional<Instant> leftAlone,
        Used requests,
        Used tokens,
        OptionalLong contextWindow,
        Optional<Failure> lastFailure) {

    /** Of the breaker. */
    public enum Circuit {
        CLOSED,
        /** It has failed too often, and is not asked. */
        OPEN,
        /** It is tried with a few questions. */
        HALF_OPEN
    }

    /** @param limit empty: none */
    public record Used(long used, OptionalLong limit) {
        public boolean isUsedUp() {
            return limit.isPresent() && used >= limit.getAsLong();
        }
    }

    /** @param reason in words */
    public record Failure(Instant at, String reason) {}

    /** Whether it would be asked, unless the question is too long for what is left of today's tokens. */
    public boolean isAvailable(Instant now) {
        return circuit != Circuit.OPEN
                && leftAlone.filter(now::isBefore).isEmpty()
                && !requests.isUsedUp()
                && !tokens.isUsedUp();
    }
}

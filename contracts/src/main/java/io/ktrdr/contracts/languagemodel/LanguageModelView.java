package io.ktrdr.contracts.languagemodel;

import io.ktrdr.contracts.BreakerState;
import io.ktrdr.contracts.Wire;
import org.jspecify.annotations.Nullable;

/**
 * A model, and how it is doing as far as the coordinator that answers has seen since its start.
 *
 * @param name               in the file of models
 * @param provider           {@code anthropic} or {@code openai}: the interface
 * @param model              what its provider calls it
 * @param baseUrl            where it is asked; without user and password, which the file may not hold
 * @param requestsThisMinute sent in the last 60 seconds
 * @param requestsPerMinute  most that are sent; null for no limit
 * @param tokensToday        of this day (UTC), with what is set aside for requests under way
 * @param tokensPerDay       most that are used; null for no limit
 * @param lastError          of the last request that failed, also when it has answered after it; null when none has
 */
@Wire
public record LanguageModelView(
        String name,
        String provider,
        String model,
        String baseUrl,
        Prices pricePerMtok,
        BreakerState breaker,
        long requestsThisMinute,
        @Nullable Long requestsPerMinute,
        long tokensToday,
        @Nullable Long tokensPerDay,
        @Nullable String lastError) {

    /** US dollars for a million tokens of each kind. */
    @Wire
    public record Prices(double input, double output, double cacheRead, double cacheWrite) {}
}

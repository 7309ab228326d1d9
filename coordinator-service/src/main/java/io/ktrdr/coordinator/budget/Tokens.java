package io.ktrdr.coordinator.budget;

/**
 * Tokens of a call. Every one is in one of the four, as each has a price of its own.
 *
 * @param input      read by the model, neither from nor into its provider's cache
 * @param output     written by the model
 * @param cacheRead  read from the provider's cache
 * @param cacheWrite read, and put into the provider's cache
 */
public record Tokens(long input, long output, long cacheRead, long cacheWrite) {
    public static final Tokens NONE = new Tokens(0, 0, 0, 0);

    public Tokens {
        if (input < 0 || output < 0 || cacheRead < 0 || cacheWrite < 0) {
            throw new IllegalArgumentException("less than no tokens");
        }
    }
}

package io.ktrdr.coordinator.models;

/**
 * Tokens that a provider counted. Every token is in one of the four, as each has a price of its own.
 *
 * @param input      read by the model, neither from nor into its cache
 * @param output     written by the model, its thoughts included
 * @param cacheRead  read from the provider's cache
 * @param cacheWrite read and put into the provider's cache
 */
public record Usage(long input, long output, long cacheRead, long cacheWrite) {
    public static final Usage NONE = new Usage(0, 0, 0, 0);

    public Usage {
        if (input < 0 || output < 0 || cacheRead < 0 || cacheWrite < 0) {
            throw new IllegalArgumentException("less than no tokens");
        }
    }

    public long total() {
        return input + output + cacheRead + cacheWrite;
    }
}

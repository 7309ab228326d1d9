package io.ktrdr.coordinator.models;

import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the file of models.
 *
 * @param knowledgeCutoff the last day that the model has read about; null when nobody said
 */
record ConfiguredModel(
        String name,
        Kind kind,
        URI baseUrl,
        String model,
        @Nullable Secret key,
        Prices prices,
        OptionalLong requestsPerMinute,
        OptionalLong tokensPerDay,
        OptionalLong contextWindow,
        Duration timeout,
        @Nullable LocalDate knowledgeCutoff) {

    /** The two ways to talk to a provider. */
    enum Kind {
        ANTHROPIC("anthropic", URI.create("https://api.anthropic.com")),
        OPENAI("openai", URI.create("https://api.openai.com/v1"));

        private final String word;
        private final URI standardUrl;

        Kind(String word, URI standardUrl) {
            this.word = word;
            this.standardUrl = standardUrl;
        }

        String word() {
            return word;
        }

        URI standardUrl() {
            return standardUrl;
        }
    }
}

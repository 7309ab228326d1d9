package io.ktrdr.contracts.languagemodel;

import io.ktrdr.contracts.Wire;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking a model something small.
 *
 * @param name         in the file of models
 * @param ok           it has answered
 * @param millis       until it had, repetitions included
 * @param answer       null when there is none
 * @param error        why there is none; null when there is one
 * @param inputTokens  that its provider counted, from and into its cache included
 * @param outputTokens that its provider counted
 * @param usd          what that costs, in US dollars; at most, where the provider did not count
 */
@Wire
public record LanguageModelTrial(
        String name,
        boolean ok,
        long millis,
        @Nullable String answer,
        @Nullable String error,
        long inputTokens,
        long outputTokens,
        double usd) {}

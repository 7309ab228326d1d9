package io.ktrdr.coordinator.prediction;

import io.ktrdr.coordinator.design.DatasetFacts;
import io.ktrdr.quant.random.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Draws what somebody wants, and says it as people do: with synonyms, misprints, negations and words that mean nothing. */
final class BriefGenerator {
    /** Per idea, words for it. Those behind the bar the designer does not know. */
    private static final String[] IDEAS = {
        "RSI, rsi, relative strength | strength index",
        "MACD, macd crossings, convergence of averages | signal line crossings",
        "Bollinger bands, bollinger, tight bands | two standard deviations around the mean",
        "stochastics, Williams %R, oscillators | %K and %D",
        "mean reversion, mean-reverting prices, oversold markets, reversals | buying the dip",
        "breakouts, break-outs, Donchian channels, new highs | leaving the range",
        "volatility regimes, ATR, a squeeze, volatile markets | calm and wild times",
        "volume, OBV, order flow | who trades how much",
        "moving averages, trend following, an SMA and an EMA, crossovers | the golden cross",
        "momentum, rate of change, ROC | what went up goes up"
    };

    private static final String[] NO_IDEA = {
        "surprise me",
        "anything that works",
        "weekend effects",
        "overnight gaps",
        "seasonality",
        "what did we miss so far?"
    };
    private static final String[] OPENINGS = {
        "Explore", "Try", "Please test", "Does it pay to trade", "Have a look at", "I want"
    };
    private static final String[] NOISE = {
        "keep it simple",
        "as discussed on Monday",
        "we saw this in a paper",
        "quickly, please",
        "small changes only",
        "see the team's channel",
        "costs matter",
        "long only",
        "with Kelly sizing",
        "with volatility targeting",
        "a linear model will do",
        "ask Anna about the regime of 2021"
    };
    private static final String[] UNWANTED = {"no", "without", "avoid", "not", "don't use", "we are done with"};
    private static final String[] SEVERAL_TIMEFRAMES = {
        "on several timeframes", "multi-timeframe", "with a higher timeframe", "slower bars too"
    };

    private final SplitMix64 random;
    private final List<DatasetFacts> datasets;

    BriefGenerator(long seed, List<DatasetFacts> datasets) {
        this.random = new SplitMix64(seed);
        this.datasets = datasets;
    }

    /** @param dataset what the trigger is told; null when it is left to choose */
    record Wish(String brief, @Nullable DatasetFacts dataset, long seed) {}

    /** @param written strategies of earlier researches */
    Wish next(List<String> written) {
        List<String> parts = new ArrayList<>();
        parts.add(oneOf(OPENINGS) + " " + ideas());
        if (happens(0.12)) {
            parts.add(oneOf(SEVERAL_TIMEFRAMES));
        }
        if (happens(0.2)) {
            parts.add(oneOf(UNWANTED) + " " + idea());
        }
        if (!written.isEmpty() && happens(0.25)) {
            parts.add(oneOf("starting from", "like", "improve", "better than", "not") + " `" + oneOf(written) + "`");
        }
        DatasetFacts dataset = oneOf(datasets);
        if (happens(0.6)) {
            parts.add(says(dataset));
        }
        if (happens(0.05)) {
            parts.add("not " + oneOf(datasets).symbol());
        }
        while (happens(0.35)) {
            parts.add(1 + random.nextInt(parts.size()), oneOf(NOISE));
        }
        return new Wish(
                String.join(happens(0.5) ? ", " : " ", parts), happens(0.7) ? dataset : null, random.nextLong());
    }

    private String ideas() {
        if (happens(0.1)) {
            return oneOf(NO_IDEA);
        }
        return happens(0.25) ? idea() + oneOf(" and ", " with ", " confirmed by ") + idea() : idea();
    }

    private String idea() {
        String[] words = oneOf(IDEAS).split("\\|");
        String word =
                happens(0.1) ? words[1].strip() : oneOf(words[0].split(",")).strip();
        return happens(0.06) ? misprinted(word) : word;
    }

    private String misprinted(String word) {
        int at = random.nextInt(word.length() - 1);
        return word.substring(0, at) + word.charAt(at + 1) + word.charAt(at) + word.substring(at + 2);
    }

    private String says(DatasetFacts dataset) {
        String symbol = dataset.symbol();
        String base = symbol.split("-", 2)[0];
        String timeframe = dataset.timeframe();
        return switch (random.nextInt(7)) {
            case 0 -> "on " + symbol + "/" + timeframe;
            case 1 -> "on `" + symbol + "/" + timeframe + "`";
            case 2 -> "on " + symbol + " " + timeframe;
            case 3 ->
                timeframe.replace("m", "-minute").replace("h", "-hour").replace("d", "-day") + " bars of " + symbol;
            case 4 -> "for " + base.toLowerCase(Locale.ROOT) + " (" + timeframe + ")";
            case 5 -> "for " + base;
            default -> "on " + base.replace("BTC", "bitcoin").replace("ETH", "ether");
        };
    }

    private boolean happens(double probability) {
        return random.nextDouble() < probability;
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    @SafeVarargs
    private <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}

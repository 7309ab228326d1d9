package io.ktrdr.coordinator.design;

import static io.ktrdr.coordinator.design.Variation.feature;

import io.ktrdr.quant.strategy.StrategySpec.IndicatorUse;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A kind of idea: the words of a brief that mean it, what it claims, and what it looks at. */
enum Template {
    RSI(
            "rsi",
            "rsi_variant",
            "rsi",
            "rsi|relative strength",
            "Relative strength at an extreme is followed by a move back.") {
        @Override
        List<IndicatorUse> indicators(Variation vary, int timeframe) {
            return List.of(
                    feature("rsi", vary.period(7, 28, timeframe), timeframe),
                    feature("roc", vary.period(3, 12, timeframe), timeframe),
                    feature("zscore", vary.period(15, 50, timeframe), timeframe));
        }
    },
    MACD(
            "macd",
            "macd_cross",
            "macd",
            "macd|convergence",
            "When a fast average crosses a slow one the new direction lasts for some bars.") {
        @Override
        List<IndicatorUse> indicators(Variation vary, int timeframe) {
            return List.of(
                    vary.convergence("histogram", timeframe),
                    vary.convergence("line", timeframe),
                    feature("adx", vary.period(8, 20, timeframe), timeframe));
        }
    },
    BOLLINGER(
            "bollinger",
            "bollinger_band",
            "mean_reversion",
            "bollinger|bands?",
            "Prices outside their usual band come back into it.") {
        @Override
        List<IndicatorUse> indicators(Variation vary, int timeframe) {
            int period = vary.period(12, 40, timeframe);
            return List.of(
                    feature("bollinger", period, timeframe),
                    feature("bollinger", "width", timeframe, Map.of("period", period)),
                    feature("rsi", vary.period(7, 21, timeframe), timeframe));
        }
    },
    STOCHASTIC(
            "stochastic",
            "stochastic_turn",
            "mean_reversion",
            "stochastics?|williams|oscillators?",
            "A close near the end of its recent range is followed by a turn.") {
        @Override
        List<IndicatorUse> indicators(Variation vary, int timeframe) {
            return List.of(
                    feature("stochastic", vary.period(8, 24, timeframe), timeframe),
                    feature("cci", vary.period(10, 30, timeframe), timeframe),
                    feature("roc", vary.period(2, 8, timeframe), timeframe));
        }
    },
    MEAN_REVERSION(
            "mean_reversion",
            "mean_reversion",
            "mean_reversion",
            "mean[- ]?rever(sion|ting)|revert\\w*|reversals?|oversold|overbought",
            "Prices far from their mean return to it within the horizon.") {
        @Override
        List<IndicatorUse> indicators(Variation vary, int timeframe) {
            return List.of(
                    feature("zscore", vary.period(10, 60, timeframe), timeframe),
                    feature("rsi", vary.period(5, 20, timeframe), timeframe),
                    feature("bollinger", vary.period(15, 40, timeframe), timeframe),
                    feature("atr", vary.period(10, 20, timeframe), timeframe));
        }
    },
    BREAKOUT(
            "breakout",
            "breakout",
            "breakout",
            "break[- ]?outs?|donchian|channels?|new highs?",
            "Leaving the recent range on rising volume starts a move.") {
        @Override
        List<IndicatorUse> indicators(Variation vary, int timeframe) {
            return List.of(
                    feature("donchian", vary.period(15, 60, timeframe), timeframe),
                    feature("volume_ratio", vary.period(10, 30, timeframe), timeframe),
                    feature("atr", vary.period(8, 20, timeframe), timeframe));
        }
    },
    VOLATILITY(
            "volatility",
            "volatility_regime",
            "volatility",
            "volatil\\w*|atr|true range|regimes?|squeeze",
            "Direction is easier to tell in some regimes of volatility than in others.") {
        @Override
        List<IndicatorUse> indicators(Variation vary, int timeframe) {
            return List.of(
                    feature("volatility", vary.period(10, 40, timeframe), timeframe),
                    feature("atr", vary.period(7, 21, timeframe), timeframe),
                    feature("bollinger", "width", timeframe, Map.of("period", vary.period(15, 40, timeframe))),
                    feature("roc", vary.period(2, 10, timeframe), timeframe));
        }
    },
    VOLUME(
            "volume",
            "volume_flow",
            "volume",
            "volumes?|obv|flow",
            "Volume on rising bars tells where the price goes next.") {
        @Override
        List<IndicatorUse> indicators(Variation vary, int timeframe) {
            return List.of(
                    feature("obv", vary.period(8, 40, timeframe), timeframe),
                    feature("volume_ratio", vary.period(10, 40, timeframe), timeframe),
                    feature("roc", vary.period(2, 12, timeframe), timeframe));
        }
    },
    MOVING_AVERAGE(
            "ma",
            "ma_trend",
            "trend",
            "moving averages?|sma|ema|wma|trends?|trend[- ]following|crossovers?",
            "A price above its averages keeps rising while the trend is strong.") {
        @Override
        List<IndicatorUse> indicators(Variation vary, int timeframe) {
            return List.of(
                    feature("ema", vary.period(5, 15, timeframe), timeframe),
                    feature("sma", vary.period(20, 80, timeframe), timeframe),
                    feature("adx", vary.period(10, 20, timeframe), timeframe));
        }
    },
    MOMENTUM(
            "momentum",
            "momentum",
            "momentum",
            "momentum|rate of change|roc",
            "What has risen over the last bars goes on rising over the next.") {
        @Override
        List<IndicatorUse> indicators(Variation vary, int timeframe) {
            return List.of(
                    feature("roc", vary.period(3, 9, timeframe), timeframe),
                    feature("roc", vary.period(10, 40, timeframe), timeframe),
                    vary.convergence("histogram", timeframe),
                    feature("volatility", vary.period(10, 30, timeframe), timeframe));
        }
    };

    private final String shortName;
    private final String prefix;
    private final String family;
    private final Pattern words;
    private final String hypothesis;

    Template(String shortName, String prefix, String family, String words, String hypothesis) {
        this.shortName = shortName;
        this.prefix = prefix;
        this.family = family;
        this.words = Brief.wanted(words);
        this.hypothesis = hypothesis;
    }

    abstract List<IndicatorUse> indicators(Variation vary, int timeframe);

    /** Where a brief in lower case first names it; empty when it does not. */
    OptionalInt mentionedIn(String brief) {
        Matcher matcher = words.matcher(brief);
        return matcher.find() ? OptionalInt.of(matcher.start()) : OptionalInt.empty();
    }

    /** Start of a strategy's name. */
    String prefix(boolean multiTimeframe) {
        return multiTimeframe ? "mtf_" + shortName : prefix;
    }

    String family() {
        return family;
    }

    String hypothesis() {
        return hypothesis;
    }
}

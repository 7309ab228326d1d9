package io.ktrdr.coordinator.trial;

import io.ktrdr.coordinator.assess.Verdict;
import io.ktrdr.coordinator.gate.GateResult;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import io.ktrdr.quant.random.SplitMix64;
import io.ktrdr.quant.strategy.StrategySpec;
import io.ktrdr.quant.strategy.StrategyYaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Researches by the hundred on made-up data: where there is nothing to be found, and where there is. */
final class Farm {
    private static final Timeframe TIMEFRAME = Timeframe.parse("4h");

    private static final List<String> BRIEFS = List.of(
            "Explore RSI variations",
            "Try a MACD crossover",
            "mean reversion in quiet markets",
            "Bollinger bands",
            "does momentum persist?",
            "multi-timeframe momentum",
            "channel breakouts, long only",
            "trade volatility regimes",
            "moving average trend following",
            "follow the volume",
            "logistic regression on stochastic oscillators",
            "momentum with volatility target");

    private static final List<String> TREND_BRIEFS = List.of(
            "moving average trend following",
            "follow trends",
            "do prices above their moving averages keep rising?",
            "EMA and SMA crossovers");

    private Farm() {}

    /** What came of one kind of data. */
    record Harvest(String data, List<Field.Outcome> outcomes) {
        static final String HEADINGS = "data | researches | pass the lenient gate | look proven taken alone"
                + " | pass the strict gate | promising";

        long promising() {
            return outcomes.stream()
                    .filter(outcome -> outcome.verdict() == Verdict.PROMISING)
                    .count();
        }

        double promisingShare() {
            return (double) promising() / outcomes.size();
        }

        /** Cells, with bars between them. */
        String row() {
            return String.format(
                    Locale.ROOT,
                    "%s | %d | %d | %d | %d | %d (%.1f %%)",
                    data,
                    outcomes.size(),
                    outcomes.stream()
                            .filter(outcome -> passed(outcome.lenient()))
                            .count(),
                    outcomes.stream()
                            .filter(outcome -> outcome.alone() != null && outcome.alone() >= 0.95)
                            .count(),
                    outcomes.stream()
                            .filter(outcome -> passed(outcome.strict()))
                            .count(),
                    promising(),
                    100 * promisingShare());
        }

        private static boolean passed(@Nullable GateResult gate) {
            return gate != null && gate.passed();
        }

        /** Those that are not what they should be, for whoever looks at a red test. */
        String others(Verdict expected) {
            StringBuilder text = new StringBuilder(row());
            outcomes.stream()
                    .filter(outcome -> outcome.verdict() != expected)
                    .forEach(outcome -> text.append('\n')
                            .append(outcome.strategy())
                            .append(' ')
                            .append(outcome.verdict())
                            .append(' ')
                            .append(outcome.weaknesses()));
            return text.toString();
        }
    }

    /** Nothing can be found. The earlier researches on a dataset count for the later ones. */
    static Harvest randomWalks(int datasets, int researches) {
        List<Field.Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < datasets; i++) {
            Field field = new Field(SyntheticBars.randomWalk(1000 + i, 5000, TIMEFRAME, 0.02));
            for (int j = 0; j < researches; j++) {
                outcomes.add(field.research(BRIEFS.get((i + j) % BRIEFS.size()), 1000L * i + j));
            }
        }
        return new Harvest("random walk, 5,000 bars", outcomes);
    }

    /**
     * Each return depends on the one before by 0.2. A design made from a template comes first, and counts; then strategies that
     * somebody wrote who suspects it, of different size, learning and caution.
     */
    static Harvest autoregressive(int datasets, int researches) {
        List<Field.Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < datasets; i++) {
            Field field = new Field(SyntheticBars.autoregressive(2000 + i, 16_000, TIMEFRAME, 0.015, 0.2));
            field.research(BRIEFS.get(i % BRIEFS.size()), i);
            for (int j = 0; j < researches; j++) {
                long seed = 1000L * i + j;
                outcomes.add(field.research(lastMove(seed), seed));
            }
        }
        return new Harvest("AR(0.2), 16,000 bars", outcomes);
    }

    /** Rises and falls in turns of fifty bars on average, by about a third of the volatility per bar. */
    static Harvest regimes(int datasets, int researches) {
        List<Field.Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < datasets; i++) {
            Bars bars = RegimeBars.of(3000 + i, 12_000, TIMEFRAME, 0.006, 0.35, 0.98);
            Field field = new Field(bars);
            for (int j = 0; j < researches; j++) {
                outcomes.add(field.research(TREND_BRIEFS.get(j % TREND_BRIEFS.size()), 1000L * i + j));
            }
        }
        return new Harvest("regimes, 12,000 bars", outcomes);
    }

    private static StrategySpec lastMove(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        double margin = List.of(0.005, 0.01, 0.02, 0.03).get(random.nextInt(4));
        return StrategyYaml.read(String.format(
                Locale.ROOT,
                """
                schema_version: 2
                name: last_move_%d
                family: momentum
                indicators:
                  - {name: roc, params: {period: 1}, feature: last}
                  - {name: volatility, params: {period: %d}}
                label: {horizon: 1}
                model: {type: mlp, hidden_layers: %s, learning_rate: 0.005, epochs: 40, patience: 8}
                rules: {long_above: %.3f, short_below: %.3f}
                sizing: {type: fixed_fraction, fraction: 0.6}
                costs: {fee_bps: 5, slippage_bps: 2}
                """,
                seed,
                10 + random.nextInt(30),
                List.of("[]", "[4]", "[8]", "[16, 8]").get(random.nextInt(4)),
                0.5 + margin,
                0.5 - margin));
    }
}

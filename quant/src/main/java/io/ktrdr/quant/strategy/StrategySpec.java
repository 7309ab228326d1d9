package io.ktrdr.quant.strategy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A strategy: what it looks at, what it learns, when it acts and with how much, what trading costs it.
 *
 * @param schemaVersion {@value #OLDEST_SCHEMA_VERSION} to {@value #SCHEMA_VERSION}; part of the canonical text and so of the
 *                      strategy's identity, but nothing is computed differently by it
 * @param name          {@code [a-z][a-z0-9_-]{0,63}}
 * @param family        what kind of idea it is, e.g. {@code mean_reversion}
 */
public record StrategySpec(
        int schemaVersion,
        String name,
        String description,
        String hypothesis,
        String family,
        List<IndicatorUse> indicators,
        Label label,
        Model model,
        Rules rules,
        Sizing sizing,
        Costs costs) {
    public static final int OLDEST_SCHEMA_VERSION = 1;
    /** The newest. */
    public static final int SCHEMA_VERSION = 2;

    public StrategySpec {
        indicators = List.copyOf(indicators);
    }

    /** The same, said in another version. */
    StrategySpec inVersion(int version) {
        return new StrategySpec(
                version, name, description, hypothesis, family, indicators, label, model, rules, sizing, costs);
    }

    /** The same under another name, and so with another hash. */
    public StrategySpec named(String other) {
        return new StrategySpec(
                schemaVersion, other, description, hypothesis, family, indicators, label, model, rules, sizing, costs);
    }

    /**
     * One feature.
     *
     * @param name      of the indicator in the catalogue
     * @param params    complete: defaults are filled in when read
     * @param output    which of the indicator's outputs
     * @param timeframe how many times coarser than the dataset's the bars are that it looks at; 1 for the same. Only coarse
     *                  bars that are complete are seen
     * @param feature   the feature's name, unique in the strategy
     */
    public record IndicatorUse(String name, Map<String, Double> params, String output, int timeframe, String feature) {
        public IndicatorUse {
            params = Collections.unmodifiableMap(new TreeMap<>(params));
        }
    }

    /**
     * What is predicted.
     *
     * @param horizon how many bars ahead the model predicts, from the next open to the open that many bars later
     */
    public record Label(int horizon) {}

    /**
     * A multilayer perceptron.
     *
     * @param hiddenLayers units per hidden layer; none makes it a logistic regression
     * @param patience     epochs without a better validation loss before training stops
     * @param l2           weight of the squared weights in the loss
     */
    public record Model(
            String type,
            List<Integer> hiddenLayers,
            double learningRate,
            int epochs,
            int batchSize,
            int patience,
            double l2) {
        public static final String MLP = "mlp";

        public Model {
            hiddenLayers = List.copyOf(hiddenLayers);
        }
    }

    /**
     * When to be in the market, by the model's probability that the price rises.
     *
     * @param longAbove  long above this
     * @param shortBelow short below this; null never goes short
     */
    public record Rules(double longAbove, @Nullable Double shortBelow) {}

    /** Basis points (1/100 %) of the traded value, at every fill. */
    public record Costs(double feeBps, double slippageBps) {}
}

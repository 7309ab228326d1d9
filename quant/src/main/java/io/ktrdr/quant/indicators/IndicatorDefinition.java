package io.ktrdr.quant.indicators;

import io.ktrdr.quant.bars.Bars;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One indicator of the catalogue.
 *
 * @param name        e.g. {@code rsi}
 * @param description one line for people
 * @param family      trend, momentum, volatility, volume or range
 * @param inputs      the columns it reads
 * @param parameters  in the order people expect
 * @param outputs     the first one is the default. Defaults mean the same at any price level, so that a model can learn
 *                    from one year and act in another
 */
public record IndicatorDefinition(
        String name,
        String description,
        String family,
        List<String> inputs,
        List<Parameter> parameters,
        List<String> outputs,
        Kernel kernel) {

    /**
     * What an indicator can be told.
     *
     * @param whole whole numbers only
     */
    public record Parameter(String name, double lowest, double highest, double standard, boolean whole) {
        static Parameter period(int standard) {
            return whole("period", 2, 500, standard);
        }

        static Parameter whole(String name, int lowest, int highest, int standard) {
            return new Parameter(name, lowest, highest, standard, true);
        }
    }

    /** Columns in, columns out: {@code outputs().size()} arrays as long as the bars, NaN during warm-up. Causal. */
    @FunctionalInterface
    public interface Kernel {
        double[][] compute(Bars bars, Arguments arguments);
    }

    /** Parameter values, complete and in range. */
    public record Arguments(Map<String, Double> values) {
        public int whole(String name) {
            return (int) number(name);
        }

        public double number(String name) {
            Double value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException("No parameter " + name);
            }
            return value;
        }
    }

    public IndicatorDefinition {
        inputs = List.copyOf(inputs);
        parameters = List.copyOf(parameters);
        outputs = List.copyOf(outputs);
    }

    /** The given parameters, the others at their defaults. */
    public Arguments arguments(Map<String, Double> given) {
        Map<String, Double> all = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            all.put(parameter.name(), given.getOrDefault(parameter.name(), parameter.standard()));
        }
        return new Arguments(all);
    }

    /**
     * One column as long as the bars, NaN during warm-up.
     *
     * @param output one of {@link #outputs}
     */
    public double[] compute(Bars bars, Map<String, Double> given, String output) {
        int index = outputs.indexOf(output);
        if (index < 0) {
            throw new IllegalArgumentException(name + " has no output " + output);
        }
        return kernel.compute(bars, arguments(given))[index];
    }
}

package io.ktrdr.quant.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.quant.indicators.IndicatorCatalogue;
import io.ktrdr.quant.indicators.IndicatorDefinition;
import io.ktrdr.quant.indicators.IndicatorDefinition.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a schema cannot say: indicators exist, parameters are theirs and in range, names are unique, rules make sense, a type
 * of sizing has its fields and no others.
 */
final class StrategyMeaning {
    private final List<StrategyViolation> violations = new ArrayList<>();

    private StrategyMeaning() {}

    /** @param tree fits the schema */
    static List<StrategyViolation> check(JsonNode tree) {
        StrategyMeaning meaning = new StrategyMeaning();
        Set<String> features = new HashSet<>();
        int index = 0;
        for (JsonNode use : tree.path("indicators")) {
            String path = "indicators[" + index++ + "]";
            meaning.indicator(use, path);
            if (!features.add(featureName(use))) {
                meaning.add(path + ".feature", "the feature " + featureName(use) + " exists already");
            }
        }
        meaning.rules(tree.path("rules"));
        if (tree.has("sizing")) {
            meaning.violations.addAll(SizingType.check(tree.path("sizing")));
        }
        return meaning.violations;
    }

    /** As given, else made from the indicator, its parameters and what differs from the default: {@code rsi_14_x4}. */
    static String featureName(JsonNode use) {
        if (use.hasNonNull("feature")) {
            return use.path("feature").textValue();
        }
        StringBuilder name = new StringBuilder(use.path("name").asText());
        for (JsonNode value : use.path("params")) {
            name.append('_').append(value.asText().replaceAll("[^0-9a-z]", "_"));
        }
        if (use.has("output")) {
            name.append('_').append(use.path("output").asText());
        }
        if (use.path("timeframe").asInt(1) > 1) {
            name.append("_x").append(use.path("timeframe").asInt());
        }
        return name.toString();
    }

    private void indicator(JsonNode use, String path) {
        String name = use.path("name").textValue();
        Optional<IndicatorDefinition> found = IndicatorCatalogue.find(name);
        if (found.isEmpty()) {
            add(
                    path + ".name",
                    "there is no indicator '" + name + "'; there are " + String.join(", ", IndicatorCatalogue.names()));
            return;
        }
        IndicatorDefinition definition = found.get();
        for (Map.Entry<String, JsonNode> entry : use.path("params").properties()) {
            parameter(definition, entry.getKey(), entry.getValue().doubleValue(), path + ".params." + entry.getKey());
        }
        if (use.has("output")
                && !definition.outputs().contains(use.path("output").textValue())) {
            add(path + ".output", name + " has the outputs " + String.join(", ", definition.outputs()));
        }
        fastBelowSlow(definition, use.path("params"), path);
    }

    private void parameter(IndicatorDefinition definition, String name, double value, String path) {
        Optional<Parameter> parameter = definition.parameters().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst();
        if (parameter.isEmpty()) {
            String names = definition.parameters().stream().map(Parameter::name).collect(Collectors.joining(", "));
            add(path, definition.name() + " has the parameters " + names);
            return;
        }
        Parameter known = parameter.get();
        if (value < known.lowest() || value > known.highest()) {
            add(path, "must be within " + plain(known.lowest()) + " and " + plain(known.highest()));
        } else if (known.whole() && value != StrictMath.rint(value)) {
            add(path, "must be a whole number");
        }
    }

    private void fastBelowSlow(IndicatorDefinition definition, JsonNode params, String path) {
        double fast = standard(definition, "fast", params);
        double slow = standard(definition, "slow", params);
        if (fast >= slow) {
            add(path + ".params.fast", "must be below slow (" + plain(slow) + ")");
        }
    }

    /** NaN when there is no such parameter: then no comparison holds. */
    private static double standard(IndicatorDefinition definition, String name, JsonNode params) {
        return definition.parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .mapToDouble(parameter -> params.path(name).asDouble(parameter.standard()))
                .findFirst()
                .orElse(Double.NaN);
    }

    private void rules(JsonNode rules) {
        JsonNode shortBelow = rules.path("short_below");
        if (shortBelow.isNumber()
                && shortBelow.doubleValue() > rules.path("long_above").doubleValue()) {
            add("rules.short_below", "must not be above long_above");
        }
    }

    private void add(String path, String message) {
        violations.add(new StrategyViolation(path, message));
    }

    private static String plain(double value) {
        return value == StrictMath.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}

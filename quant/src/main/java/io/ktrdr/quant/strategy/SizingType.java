package io.ktrdr.quant.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The section {@code sizing} of a strategy file: which fields each type has. */
enum SizingType {
    FULL,
    FIXED_FRACTION,
    VOLATILITY_TARGET,
    KELLY;

    static final int DEFAULT_LOOKBACK = 50;
    static final double DEFAULT_MAX_LEVERAGE = 1;
    static final double DEFAULT_REBALANCE_ABOVE = 0.1;

    /** As in the file. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<String> required() {
        return switch (this) {
            case FULL -> List.of();
            case FIXED_FRACTION, KELLY -> List.of("fraction");
            case VOLATILITY_TARGET -> List.of("annual_volatility");
        };
    }

    List<String> optional() {
        return switch (this) {
            case FULL, FIXED_FRACTION -> List.of();
            case VOLATILITY_TARGET, KELLY -> List.of("lookback", "max_leverage", "rebalance_above");
        };
    }

    private static SizingType of(JsonNode sizing) {
        return valueOf(sizing.path("type").asText().toUpperCase(Locale.ROOT));
    }

    /** @param sizing fits the schema, which knows the fields of all types together */
    static List<StrategyViolation> check(JsonNode sizing) {
        SizingType type = of(sizing);
        List<StrategyViolation> violations = new ArrayList<>();
        for (String field : type.required()) {
            if (!sizing.has(field)) {
                violations.add(new StrategyViolation("sizing." + field, "is missing"));
            }
        }
        sizing.fieldNames().forEachRemaining(field -> {
            if (!field.equals("type")
                    && !type.required().contains(field)
                    && !type.optional().contains(field)) {
                violations.add(
                        new StrategyViolation("sizing." + field, "the type " + type.text() + " has no such field"));
            }
        });
        return violations;
    }

    /** @param sizing checked */
    static Sizing read(JsonNode sizing) {
        double fraction = sizing.path("fraction").doubleValue();
        int lookback = sizing.path("lookback").asInt(DEFAULT_LOOKBACK);
        double maxLeverage = sizing.path("max_leverage").asDouble(DEFAULT_MAX_LEVERAGE);
        double rebalanceAbove = sizing.path("rebalance_above").asDouble(DEFAULT_REBALANCE_ABOVE);
        return switch (of(sizing)) {
            case FULL -> Sizing.FULL;
            case FIXED_FRACTION -> new Sizing.FixedFraction(fraction);
            case VOLATILITY_TARGET ->
                new Sizing.VolatilityTarget(
                        sizing.path("annual_volatility").doubleValue(), lookback, maxLeverage, rebalanceAbove);
            case KELLY -> new Sizing.Kelly(fraction, lookback, maxLeverage, rebalanceAbove);
        };
    }

    /** Every field of the type. */
    static void write(Sizing sizing, ObjectNode node) {
        switch (sizing) {
            case Sizing.Full full -> node.put("type", FULL.text());
            case Sizing.FixedFraction fixed -> {
                node.put("type", FIXED_FRACTION.text());
                StrategyYaml.putNumber(node, "fraction", fixed.fraction());
            }
            case Sizing.VolatilityTarget target -> {
                node.put("type", VOLATILITY_TARGET.text());
                StrategyYaml.putNumber(node, "annual_volatility", target.annualVolatility());
                moving(node, target.lookback(), target.maxLeverage(), target.rebalanceAbove());
            }
            case Sizing.Kelly kelly -> {
                node.put("type", KELLY.text());
                StrategyYaml.putNumber(node, "fraction", kelly.fraction());
                moving(node, kelly.lookback(), kelly.maxLeverage(), kelly.rebalanceAbove());
            }
        }
    }

    private static void moving(ObjectNode node, int lookback, double maxLeverage, double rebalanceAbove) {
        node.put("lookback", lookback);
        StrategyYaml.putNumber(node, "max_leverage", maxLeverage);
        StrategyYaml.putNumber(node, "rebalance_above", rebalanceAbove);
    }
}

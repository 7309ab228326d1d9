package io.ktrdr.quant.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.quant.indicators.IndicatorCatalogue;
import io.ktrdr.quant.indicators.IndicatorDefinition;
import io.ktrdr.quant.strategy.StrategySpec.IndicatorUse;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Strategy files of every schema version. What {@link #write} produces is canonical: every field of the spec's version
 * present, in one order, defaults filled in; so the same strategy of the same version has the same text and the same hash,
 * however its author spelled it.
 */
public final class StrategyYaml {
    static final double DEFAULT_LEARNING_RATE = 0.005;
    static final int DEFAULT_EPOCHS = 50;
    static final int DEFAULT_BATCH_SIZE = 64;
    static final int DEFAULT_PATIENCE = 8;
    static final double DEFAULT_L2 = 0.0001;
    static final double DEFAULT_FEE_BPS = 5;
    static final double DEFAULT_SLIPPAGE_BPS = 2;

    private StrategyYaml() {}

    /**
     * Reads a file.
     *
     * @throws InvalidStrategyException with everything that is wrong, for a file that is not a usable strategy
     */
    public static StrategySpec read(String yaml) {
        JsonNode tree = StrictYaml.read(yaml);
        List<StrategyViolation> violations = new ArrayList<>(StrategySchema.check(tree));
        if (violations.isEmpty()) {
            violations.addAll(StrategyMeaning.check(tree));
        }
        if (!violations.isEmpty()) {
            throw new InvalidStrategyException(violations);
        }
        return fromTree(tree);
    }

    /** The canonical text. */
    public static String write(StrategySpec spec) {
        return StrictYaml.write(toTree(spec));
    }

    /** SHA-256 of the canonical text in UTF-8, 64 lower-case hex digits. */
    public static String sha256(StrategySpec spec) {
        try {
            byte[] text = write(spec).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What is wrong with a spec that was put together by a program; empty when it is fine. */
    public static List<StrategyViolation> check(StrategySpec spec) {
        JsonNode tree = toTree(spec);
        List<StrategyViolation> violations = StrategySchema.check(tree);
        return violations.isEmpty() ? StrategyMeaning.check(tree) : violations;
    }

    private static StrategySpec fromTree(JsonNode tree) {
        List<IndicatorUse> indicators = new ArrayList<>();
        for (JsonNode use : tree.path("indicators")) {
            indicators.add(indicator(use));
        }
        JsonNode model = tree.path("model");
        JsonNode rules = tree.path("rules");
        JsonNode costs = tree.path("costs");
        List<Integer> hidden = new ArrayList<>();
        model.path("hidden_layers").forEach(units -> hidden.add(units.intValue()));
        return new StrategySpec(
                tree.path("schema_version").intValue(),
                tree.path("name").textValue(),
                tree.path("description").asText(""),
                tree.path("hypothesis").asText(""),
                tree.path("family").asText("custom"),
                indicators,
                new StrategySpec.Label(tree.path("label").path("horizon").intValue()),
                new StrategySpec.Model(
                        model.path("type").textValue(),
                        hidden,
                        model.path("learning_rate").asDouble(DEFAULT_LEARNING_RATE),
                        model.path("epochs").asInt(DEFAULT_EPOCHS),
                        model.path("batch_size").asInt(DEFAULT_BATCH_SIZE),
                        model.path("patience").asInt(DEFAULT_PATIENCE),
                        model.path("l2").asDouble(DEFAULT_L2)),
                new StrategySpec.Rules(
                        rules.path("long_above").doubleValue(),
                        rules.path("short_below").isNumber()
                                ? rules.path("short_below").doubleValue()
                                : null),
                tree.has("sizing") ? SizingType.read(tree.path("sizing")) : Sizing.FULL,
                new StrategySpec.Costs(
                        costs.path("fee_bps").asDouble(DEFAULT_FEE_BPS),
                        costs.path("slippage_bps").asDouble(DEFAULT_SLIPPAGE_BPS)));
    }

    private static IndicatorUse indicator(JsonNode use) {
        IndicatorDefinition definition = IndicatorCatalogue.get(use.path("name").textValue());
        Map<String, Double> given = new TreeMap<>();
        use.path("params")
                .properties()
                .forEach(entry -> given.put(entry.getKey(), entry.getValue().doubleValue()));
        Map<String, Double> params = definition.arguments(given).values();
        String output = use.path("output").asText(definition.outputs().getFirst());
        int timeframe = use.path("timeframe").asInt(1);
        String feature = StrategyMeaning.featureName(use);
        return new IndicatorUse(definition.name(), params, output, timeframe, feature);
    }

    private static ObjectNode toTree(StrategySpec spec) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("schema_version", spec.schemaVersion());
        tree.put("name", spec.name());
        tree.put("description", spec.description());
        tree.put("hypothesis", spec.hypothesis());
        tree.put("family", spec.family());
        ArrayNode indicators = tree.putArray("indicators");
        for (IndicatorUse use : spec.indicators()) {
            ObjectNode node = indicators.addObject();
            node.put("name", use.name());
            ObjectNode params = node.putObject("params");
            inCatalogueOrder(use).forEach((name, value) -> putNumber(params, name, value));
            node.put("output", use.output());
            node.put("timeframe", use.timeframe());
            node.put("feature", use.feature());
        }
        tree.putObject("label").put("horizon", spec.label().horizon());
        StrategySpec.Model model = spec.model();
        ObjectNode modelNode = tree.putObject("model").put("type", model.type());
        ArrayNode hidden = modelNode.putArray("hidden_layers");
        model.hiddenLayers().forEach(hidden::add);
        putNumber(modelNode, "learning_rate", model.learningRate());
        modelNode.put("epochs", model.epochs());
        modelNode.put("batch_size", model.batchSize());
        modelNode.put("patience", model.patience());
        putNumber(modelNode, "l2", model.l2());
        ObjectNode rules = tree.putObject("rules");
        putNumber(rules, "long_above", spec.rules().longAbove());
        Double shortBelow = spec.rules().shortBelow();
        if (shortBelow == null) {
            rules.putNull("short_below");
        } else {
            putNumber(rules, "short_below", shortBelow);
        }
        // version 1 had no such section; a spec that is not full all the same is written, for the check to complain
        // about
        if (spec.schemaVersion() > StrategySpec.OLDEST_SCHEMA_VERSION
                || !spec.sizing().equals(Sizing.FULL)) {
            SizingType.write(spec.sizing(), tree.putObject("sizing"));
        }
        ObjectNode costs = tree.putObject("costs");
        putNumber(costs, "fee_bps", spec.costs().feeBps());
        putNumber(costs, "slippage_bps", spec.costs().slippageBps());
        return tree;
    }

    private static Map<String, Double> inCatalogueOrder(IndicatorUse use) {
        // a name that is not in the catalogue is written as it is, for the check to complain about
        return IndicatorCatalogue.find(use.name())
                .filter(definition -> use.params().keySet().stream()
                        .allMatch(name -> definition.parameters().stream()
                                .anyMatch(parameter -> parameter.name().equals(name))))
                .map(definition -> definition.arguments(use.params()).values())
                .orElse(use.params());
    }

    /** 14, not 14.0; and decimals as YAML reads them back, never 1.0E-4, which it would take for text. */
    static void putNumber(ObjectNode node, String name, double value) {
        if (value == StrictMath.rint(value) && StrictMath.abs(value) < 1e9) {
            node.put(name, (long) value);
        } else {
            node.put(name, new BigDecimal(Double.toString(value)));
        }
    }
}

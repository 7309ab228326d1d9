package io.ktrdr.quant.strategy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.quant.indicators.IndicatorCatalogue;
import io.ktrdr.quant.indicators.IndicatorDefinition;
import io.ktrdr.quant.indicators.IndicatorDefinition.Parameter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code docs/strategy-file.md} lists the fields and the indicators that there are, and its examples can be run. */
class StrategyDocumentTest {
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final String SMALLEST = """
            schema_version: 2
            name: smallest
            indicators: [{name: rsi}]
            label: {horizon: 1}
            model: {type: mlp}
            rules: {long_above: 0.5}
            sizing: {type: full}
            """;
    /** Defaults that depend on something else: the document tells of them in words. */
    private static final Map<String, String> DEPENDENT = Map.of(
            "indicators[].params", "by indicator",
            "indicators[].output", "by indicator",
            "indicators[].feature", "by indicator",
            "sizing.fraction", "by type",
            "sizing.annual_volatility", "by type",
            "sizing.lookback", "by type",
            "sizing.max_leverage", "by type",
            "sizing.rebalance_above", "by type");

    private final String document = read("strategy-file.md");

    @Test
    void the_table_of_indicators_is_the_catalogue() {
        String expected =
                IndicatorCatalogue.all().stream().map(StrategyDocumentTest::row).collect(Collectors.joining("\n"));
        assertEquals(expected, table("| Indicator |"));
    }

    private static String row(IndicatorDefinition indicator) {
        String parameters =
                indicator.parameters().stream().map(StrategyDocumentTest::words).collect(Collectors.joining(", "));
        String outputs =
                indicator.outputs().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
        return "| `%s` | %s | %s | %s |".formatted(indicator.name(), indicator.description(), parameters, outputs);
    }

    private static String words(Parameter parameter) {
        return "`%s` %s (%s to %s)"
                .formatted(
                        parameter.name(),
                        plain(parameter.standard()),
                        plain(parameter.lowest()),
                        plain(parameter.highest()));
    }

    @Test
    void the_table_of_fields_is_the_schema() throws IOException {
        List<String> expected = new ArrayList<>();
        JsonNode defaults = StrictYaml.read(StrategyYaml.write(StrategyYaml.read(SMALLEST)));
        fields(new ObjectMapper().readTree(StrategySchema.text()), "", defaults, expected);
        String documented = table("| Field |")
                .lines()
                .map(line -> line.substring(0, line.lastIndexOf('|', line.length() - 2) + 1))
                .collect(Collectors.joining("\n"));
        assertEquals(String.join("\n", expected), documented);
    }

    private static void fields(JsonNode schema, String path, JsonNode defaults, List<String> rows) {
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode field = property.getValue();
            String name = path + property.getKey();
            JsonNode byDefault = defaults.path(property.getKey());
            if (field.has("properties")) {
                fields(field, name + ".", byDefault, rows);
                continue;
            }
            boolean needed = required.contains(property.getKey());
            rows.add("| `%s` | %s | %s |"
                    .formatted(name, range(field), needed ? "required" : standard(name, byDefault)));
            if (field.path("items").has("properties")) {
                fields(field.path("items"), name + "[].", byDefault.path(0), rows);
            }
        }
    }

    private static String standard(String name, JsonNode byDefault) {
        String dependent = DEPENDENT.get(name);
        if (dependent != null) {
            return dependent;
        }
        String text = byDefault.isNumber() ? plain(byDefault.doubleValue()) : byDefault.toString();
        return byDefault.isNull()
                ? "none"
                : text.equals("\"\"") || text.equals("[]") ? "empty" : text.replace("\"", "");
    }

    private static String range(JsonNode field) {
        if (field.has("const")) {
            return field.path("const").asText();
        }
        if (field.has("enum")) {
            List<String> values = new ArrayList<>();
            field.path("enum").forEach(value -> values.add(value.asText()));
            return String.join(", ", values);
        }
        if (field.has("pattern")) {
            return "text, `" + field.path("pattern").asText() + "`";
        }
        return switch (field.path("type").isArray()
                ? "number"
                : field.path("type").asText()) {
            case "string" -> "text, at most " + field.path("maxLength").asInt() + " characters";
            case "integer" -> "whole number, " + bounds(field);
            case "number" -> "number, " + bounds(field);
            case "object" -> "at most " + field.path("maxProperties").asInt() + " numbers by name";
            case "array" ->
                field.path("items").has("properties")
                        ? "list of " + field.path("minItems").asInt(0) + " to "
                                + field.path("maxItems").asInt()
                        : "list of at most " + field.path("maxItems").asInt() + ": " + range(field.path("items"));
            default -> throw new IllegalStateException("a kind of field that this test does not know: " + field);
        };
    }

    private static String bounds(JsonNode field) {
        return field.has("exclusiveMinimum")
                ? "above " + plain(field.path("exclusiveMinimum").doubleValue()) + ", at most "
                        + plain(field.path("maximum").doubleValue())
                : plain(field.path("minimum").doubleValue()) + " to "
                        + plain(field.path("maximum").doubleValue());
    }

    @Test
    void the_table_of_sizings_has_every_type_with_its_fields() {
        JsonNode defaults = StrictYaml.read(StrategyYaml.write(StrategyYaml.read(
                        SMALLEST.replace("type: full", "type: volatility_target, annual_volatility: 1"))))
                .path("sizing");
        String expected = Arrays.stream(SizingType.values())
                .map(type -> "| `%s` | %s |".formatted(type.text(), fields(type, defaults)))
                .collect(Collectors.joining("\n"));
        String documented = table("| Type |")
                .lines()
                .map(line -> line.replaceFirst("^(\\| `\\w+` )\\|.*(\\| [^|]+ \\|)$", "$1$2"))
                .collect(Collectors.joining("\n"));
        assertEquals(expected, documented);
    }

    private static String fields(SizingType type, JsonNode defaults) {
        List<String> fields = new ArrayList<>();
        type.required().forEach(field -> fields.add("`" + field + "` required"));
        type.optional()
                .forEach(field -> fields.add(
                        "`" + field + "` " + plain(defaults.path(field).doubleValue())));
        return fields.isEmpty() ? "none" : String.join(", ", fields);
    }

    @Test
    void the_table_of_versions_has_every_one() {
        String expected = IntStream.rangeClosed(StrategySpec.OLDEST_SCHEMA_VERSION, StrategySpec.SCHEMA_VERSION)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining("\n"));
        String documented = table("| Version |")
                .lines()
                .map(line -> line.split("\\|", -1)[1].strip())
                .collect(Collectors.joining("\n"));
        assertEquals(expected, documented);
    }

    @Test
    void every_example_is_a_strategy_that_can_be_read() {
        List<String> examples = new ArrayList<>();
        for (String text : List.of(document, read("../README.md"))) {
            EXAMPLE.matcher(text)
                    .results()
                    .map(match -> match.group(1))
                    // the file of language models is one of its own
                    .filter(example -> !example.startsWith("models:"))
                    .forEach(examples::add);
        }
        assertTrue(examples.size() >= 2, "an example in each document");
        for (String example : examples) {
            assertFalse(StrategyYaml.read(example).name().isEmpty());
        }
    }

    /** The rows below the head line that begins so. */
    private String table(String head) {
        List<String> rows = document.lines()
                .dropWhile(line -> !line.startsWith(head))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .toList();
        return String.join("\n", rows);
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static String read(String name) {
        try {
            return Files.readString(Path.of("../docs").resolve(name));
        } catch (IOException e) {
            throw new IllegalStateException("docs/" + name + " cannot be read", e);
        }
    }
}

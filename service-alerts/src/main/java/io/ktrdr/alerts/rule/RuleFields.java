package io.ktrdr.alerts.rule;

import io.ktrdr.alerts.rule.InvalidRulesException.Mistake;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The fields of one rule in a file, whose mistakes know their line. */
final class RuleFields {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final int line;
    private final String rule;
    private final Consumer<Mistake> mistakes;

    RuleFields(MappingNode node, Consumer<Mistake> mistakes) {
        this.line = lineOf(node);
        this.mistakes = mistakes;
        for (NodeTuple entry : node.getValue()) {
            String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            lines.putIfAbsent(key, lineOf(entry.getKeyNode()));
            values.putIfAbsent(key, entry.getValueNode());
        }
        this.rule = values.get("name") instanceof ScalarNode scalar ? scalar.getValue() : "(without a name)";
        if (lines.size() < node.getValue().size()) {
            mistake("name", "a field is there twice");
        }
    }

    static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    int line(String field) {
        return lines.getOrDefault(field, line);
    }

    boolean has(String field) {
        return values.containsKey(field);
    }

    void mistake(String field, String message) {
        mistakes.accept(new Mistake(line(field), rule, message));
    }

    void allow(List<String> fields) {
        lines.keySet().stream()
                .filter(field -> !fields.contains(field))
                .forEach(field ->
                        mistake(field, "unknown field '" + field + "'; allowed are " + String.join(", ", fields)));
    }

    void require(List<String> fields) {
        fields.stream().filter(field -> !has(field)).forEach(field -> mistake(field, "'" + field + "' is missing"));
    }

    Optional<String> text(String field) {
        return scalar(
                field,
                "a text",
                scalar -> Tag.NULL.equals(scalar.getTag()) || scalar.getValue().isBlank()
                        ? Optional.empty()
                        : Optional.of(scalar.getValue()));
    }

    Optional<Double> number(String field) {
        return scalar(
                field,
                "a number",
                scalar -> Tag.INT.equals(scalar.getTag()) || Tag.FLOAT.equals(scalar.getTag())
                        ? parsed(scalar.getValue())
                        : Optional.empty());
    }

    private static Optional<Double> parsed(String text) {
        try {
            return Optional.of(Double.valueOf(text)).filter(Double::isFinite);
        } catch (NumberFormatException e) {
            // octal, hexadecimal, sexagesimal: numbers to YAML alone
            return Optional.empty();
        }
    }

    Optional<Boolean> truth(String field) {
        return scalar(field, "true or false", scalar -> switch (scalar.getValue()) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    Optional<Duration> duration(String field) {
        return scalar(field, "a duration such as 30s, 5m or 1h", scalar -> {
            Matcher matcher = DURATION.matcher(scalar.getValue());
            if (!matcher.matches()) {
                return Optional.empty();
            }
            long amount = Long.parseLong(matcher.group(1));
            return Optional.of(
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(amount);
                        case "s" -> Duration.ofSeconds(amount);
                        case "m" -> Duration.ofMinutes(amount);
                        case "h" -> Duration.ofHours(amount);
                        default -> Duration.ofDays(amount);
                    });
        });
    }

    private <T> Optional<T> scalar(String field, String expected, Function<ScalarNode, Optional<T>> read) {
        Node node = values.get(field);
        if (node == null) {
            return Optional.empty();
        }
        Optional<T> found = node instanceof ScalarNode scalar ? read.apply(scalar) : Optional.empty();
        if (found.isEmpty()) {
            mistake(field, "'" + field + "' must be " + expected);
        }
        return found;
    }
}

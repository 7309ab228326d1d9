package io.ktrdr.coordinator.models;

import io.ktrdr.coordinator.models.InvalidModelsFileException.Mistake;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A map in a YAML file, whose mistakes know their line. What is wrong is collected, so that people see all of it at once;
 * the values found are of no use when there is any. Values are not repeated in messages: one of them may be a key that was
 * put in the wrong place.
 */
final class YamlMap {
    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> keyLines = new LinkedHashMap<>();
    private final Consumer<Mistake> mistakes;

    private YamlMap(MappingNode node, Consumer<Mistake> mistakes) {
        this.line = lineOf(node);
        this.mistakes = mistakes;
        for (NodeTuple entry : node.getValue()) {
            String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            keyLines.putIfAbsent(key, lineOf(entry.getKeyNode()));
            if (values.putIfAbsent(key, entry.getValueNode()) != null) {
                mistakes.accept(new Mistake(lineOf(entry.getKeyNode()), "'" + key + "' is there twice"));
            }
        }
    }

    static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    static Optional<YamlMap> of(Node node, String what, Consumer<Mistake> mistakes) {
        if (node instanceof MappingNode map) {
            return Optional.of(new YamlMap(map, mistakes));
        }
        mistakes.accept(new Mistake(lineOf(node), what + " must be a map of fields"));
        return Optional.empty();
    }

    int line(String key) {
        return keyLines.getOrDefault(key, line);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    void mistake(String key, String message) {
        mistakes.accept(new Mistake(line(key), message));
    }

    /** Complains about every other key. */
    void allow(List<String> keys, Map<String, String> hints) {
        keyLines.forEach((key, at) -> {
            if (!keys.contains(key)) {
                String hint = hints.getOrDefault(key, "expected one of " + String.join(", ", keys));
                mistakes.accept(new Mistake(at, "unknown key '" + key + "'; " + hint));
            }
        });
    }

    /** Complains about every key that is missing. */
    void require(String... keys) {
        for (String key : keys) {
            if (!has(key)) {
                mistakes.accept(new Mistake(line, "'" + key + "' is missing"));
            }
        }
    }

    /** A text, of no matter what it reads like. */
    Optional<String> text(String key) {
        return scalar(key, "a text", scalar -> {
            Tag tag = scalar.getTag();
            return Tag.NULL.equals(tag) || scalar.getValue().isBlank()
                    ? Optional.empty()
                    : Optional.of(scalar.getValue());
        });
    }

    /** A number that is not in quotes. */
    Optional<String> number(String key, String expected) {
        return scalar(
                key,
                expected,
                scalar -> Tag.INT.equals(scalar.getTag()) || Tag.FLOAT.equals(scalar.getTag())
                        ? Optional.of(scalar.getValue())
                        : Optional.empty());
    }

    private Optional<String> scalar(String key, String expected, Function<ScalarNode, Optional<String>> read) {
        Node node = values.get(key);
        if (node == null) {
            return Optional.empty();
        }
        Optional<String> found = node instanceof ScalarNode scalar ? read.apply(scalar) : Optional.empty();
        if (found.isEmpty()) {
            mistake(key, "'" + key + "' must be " + expected);
        }
        return found;
    }

    Optional<YamlMap> map(String key) {
        Node node = values.get(key);
        return node == null ? Optional.empty() : of(node, "'" + key + "'", mistakes);
    }

    List<Node> list(String key, String what) {
        Node node = values.get(key);
        if (node instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
            return new ArrayList<>(sequence.getValue());
        }
        if (node != null) {
            mistake(key, "'" + key + "' must be a list of at least one " + what);
        }
        return List.of();
    }
}

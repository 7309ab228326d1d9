package io.ktrdr.alerts.rule;

import io.ktrdr.alerts.rule.Condition.Above;
import io.ktrdr.alerts.rule.Condition.AtLeast;
import io.ktrdr.alerts.rule.Condition.Below;
import io.ktrdr.alerts.rule.InvalidRulesException.Mistake;
import io.ktrdr.contracts.WireName;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads a file of rules; docs/alerts.md describes it. */
final class RulesFile {
    private static final int MOST_CHARACTERS = 256 * 1024;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    private static final List<String> FIELDS = List.of(
            "name",
            "severity",
            "signal",
            "above",
            "at_least",
            "below",
            "for",
            "resolve_below",
            "resolve_above",
            "message",
            "enabled");
    private static final List<String> CONDITIONS = List.of("above", "at_least", "below");

    private final Set<String> known;
    private final List<Mistake> mistakes = new ArrayList<>();
    private final Map<String, Integer> names = new LinkedHashMap<>();
    private final List<AlertRule> rules = new ArrayList<>();
    private final Set<String> switchedOff = new TreeSet<>();

    private RulesFile(Set<String> known) {
        this.known = known;
    }

    /** @param switchedOff names of rules that are not wanted */
    record Content(List<AlertRule> rules, Set<String> switchedOff) {}

    /**
     * @param name  of the file, for messages
     * @param known names of rules that there are already; only these can be switched off
     * @throws InvalidRulesException with everything that is wrong
     */
    static Content read(String name, String yaml, Collection<String> known) {
        RulesFile file = new RulesFile(Set.copyOf(known));
        file.rulesOf(yaml).forEach(file::rule);
        if (!file.mistakes.isEmpty()) {
            file.mistakes.sort(Comparator.comparingInt(Mistake::line));
            throw new InvalidRulesException(name, file.mistakes);
        }
        return new Content(List.copyOf(file.rules), file.switchedOff);
    }

    private Stream<MappingNode> rulesOf(String text) {
        Node root = parse(text);
        if (root == null) {
            return Stream.empty();
        }
        if (!(root instanceof MappingNode map)) {
            return refused(root, "the file must have one field, 'rules'");
        }
        List<Node> lists = new ArrayList<>();
        for (NodeTuple entry : map.getValue()) {
            String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (key.equals("rules") && lists.isEmpty()) {
                lists.add(entry.getValueNode());
            } else {
                refused(entry.getKeyNode(), "unknown field '" + key + "', or there twice; allowed is 'rules'");
            }
        }
        if (lists.isEmpty()) {
            return refused(root, "'rules' is missing");
        }
        if (!(lists.getFirst() instanceof SequenceNode sequence)) {
            return refused(lists.getFirst(), "'rules' must be a list");
        }
        return sequence.getValue().stream().flatMap(this::asMap);
    }

    private Stream<MappingNode> asMap(Node node) {
        return node instanceof MappingNode map ? Stream.of(map) : refused(node, "a rule must be a map of fields");
    }

    private Stream<MappingNode> refused(Node where, String why) {
        mistakes.add(new Mistake(RuleFields.lineOf(where), "", why));
        return Stream.empty();
    }

    private @Nullable Node parse(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_CHARACTERS);
        options.setMaxAliasesForCollections(0);
        try {
            Node node = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (node == null) {
                mistakes.add(new Mistake(1, "", "the file is empty; expected 'rules'"));
            }
            return node;
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            mistakes.add(new Mistake(line, "", "not valid YAML: " + e.getProblem()));
        } catch (YAMLException e) {
            mistakes.add(
                    new Mistake(1, "", "not usable YAML: larger than 256 KiB, or with characters that are not text"));
        }
        return null;
    }

    private void rule(MappingNode node) {
        int before = mistakes.size();
        RuleFields fields = new RuleFields(node, mistakes::add);
        fields.allow(FIELDS);
        Optional<String> name = name(fields);
        if (!fields.truth("enabled").orElse(true)) {
            name.ifPresent(found -> switchOff(fields, found));
            return;
        }
        fields.require(List.of("name", "severity", "signal", "message"));
        Optional<Severity> severity = severity(fields);
        Optional<Signal> signal = signal(fields);
        Optional<Condition> condition = condition(fields);
        Optional<String> message = message(fields);
        Duration lasting = fields.duration("for").orElse(Duration.ZERO);
        if (mistakes.size() == before) {
            rules.add(new AlertRule(
                    name.orElseThrow(),
                    severity.orElseThrow(),
                    signal.orElseThrow(),
                    condition.orElseThrow(),
                    lasting,
                    message.orElseThrow()));
        }
    }

    private void switchOff(RuleFields fields, String name) {
        if (known.contains(name)) {
            switchedOff.add(name);
        } else {
            fields.mistake(
                    "name", "there is no such rule to switch off; there are " + String.join(", ", sorted(known)));
        }
    }

    private static Set<String> sorted(Set<String> names) {
        return new TreeSet<>(names);
    }

    private Optional<String> name(RuleFields fields) {
        Optional<String> name = fields.text("name");
        name.ifPresent(found -> {
            if (!NAME.matcher(found).matches()) {
                fields.mistake("name", "'name' must be of a-z, 0-9 and '_', at most 64 characters");
            }
            Integer first = names.putIfAbsent(found, fields.line("name"));
            if (first != null) {
                fields.mistake("name", "the name is taken by the rule in line " + first);
            }
        });
        return name;
    }

    private static Optional<Severity> severity(RuleFields fields) {
        return fields.text("severity").flatMap(text -> {
            try {
                return Optional.of(WireName.parse(Severity.class, text));
            } catch (IllegalArgumentException e) {
                fields.mistake("severity", "'severity' must be one of " + WireName.allowed(Severity.class));
                return Optional.empty();
            }
        });
    }

    private static Optional<Signal> signal(RuleFields fields) {
        return fields.text("signal").flatMap(text -> {
            Optional<Signal> signal = Signal.of(text);
            if (signal.isEmpty()) {
                fields.mistake("signal", "there is no signal '" + text + "'; there are " + Signal.allowed());
            }
            return signal;
        });
    }

    private static Optional<Condition> condition(RuleFields fields) {
        List<String> given = CONDITIONS.stream().filter(fields::has).toList();
        if (given.size() != 1) {
            fields.mistake(
                    given.isEmpty() ? "name" : given.get(1),
                    "exactly one of " + String.join(", ", CONDITIONS) + " is needed");
            return Optional.empty();
        }
        String kind = given.getFirst();
        boolean isFloor = kind.equals("below");
        String resolve = isFloor ? "resolve_above" : "resolve_below";
        String other = isFloor ? "resolve_below" : "resolve_above";
        if (fields.has(other)) {
            fields.mistake(other, "'" + other + "' makes no sense with '" + kind + "'; there is '" + resolve + "'");
        }
        Optional<Double> over = fields.number(resolve);
        return fields.number(kind).map(threshold -> {
            if (over.isPresent() && (isFloor ? over.get() < threshold : over.get() > threshold)) {
                fields.mistake(resolve, "'" + resolve + "' must not lie beyond '" + kind + "'");
            }
            return switch (kind) {
                case "above" -> new Above(threshold, over.orElse(null));
                case "at_least" -> new AtLeast(threshold, over.orElse(null));
                default -> new Below(threshold, over.orElse(null));
            };
        });
    }

    private static Optional<String> message(RuleFields fields) {
        Optional<String> message = fields.text("message");
        message.flatMap(Placeholder::unknownIn)
                .ifPresent(unknown -> fields.mistake(
                        "message", "unknown placeholder " + unknown + "; allowed are " + Placeholder.allowed()));
        return message;
    }
}

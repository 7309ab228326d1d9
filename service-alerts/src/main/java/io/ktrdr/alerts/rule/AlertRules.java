package io.ktrdr.alerts.rule;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules that are shipped, with those of a file that replace them or come on top. */
public final class AlertRules {
    private static final String SHIPPED = "/alert-rules.yaml";

    private final Map<String, AlertRule> rules = new LinkedHashMap<>();

    private AlertRules(String name, String yaml) {
        RulesFile.read(name, yaml, List.of()).rules().forEach(rule -> rules.put(rule.name(), rule));
    }

    /**
     * @param file a rule in it replaces the shipped one of its name
     * @throws InvalidRulesException naming everything that is wrong
     */
    public static AlertRules load(Optional<Path> file) {
        AlertRules all = new AlertRules("alert-rules.yaml", shipped());
        file.ifPresent(all::add);
        return all;
    }

    private static String shipped() {
        try (InputStream stream = AlertRules.class.getResourceAsStream(SHIPPED)) {
            if (stream == null) {
                throw new IllegalStateException(SHIPPED + " is missing in this build");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InvalidRulesException(SHIPPED, e);
        }
    }

    private void add(Path file) {
        String name = "The file of alert rules " + file;
        RulesFile.Content content;
        try {
            content = RulesFile.read(name, Files.readString(file), rules.keySet());
        } catch (IOException e) {
            throw new InvalidRulesException(name, e);
        }
        content.switchedOff().forEach(rules::remove);
        content.rules().forEach(rule -> rules.put(rule.name(), rule));
    }

    public List<AlertRule> all() {
        return List.copyOf(rules.values());
    }

    /** Those whose signal this service reads. */
    public List<AlertRule> of(Signal.Service service) {
        return rules.values().stream()
                .filter(rule -> rule.signal().service() == service)
                .toList();
    }
}

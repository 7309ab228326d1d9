package io.ktrdr.coordinator.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** What is asked of Prometheus by the files in deploy/. */
final class DeployedQueries {
    static final Path PROMETHEUS = Path.of("..", "deploy", "prometheus");
    private static final Path DASHBOARDS = Path.of("..", "deploy", "grafana", "dashboards");
    private static final ObjectMapper JSON = new ObjectMapper();

    private DeployedQueries() {}

    /** @param where it stands, for people */
    record Query(String where, String expression) {}

    static List<Map<String, Object>> rules() throws IOException {
        Map<String, List<Map<String, Object>>> file =
                new Yaml().load(Files.readString(PROMETHEUS.resolve("ktrdr.rules.yaml")));
        List<Map<String, Object>> rules = new ArrayList<>();
        for (Map<String, Object> group : file.getOrDefault("groups", List.of())) {
            if (group.get("rules") instanceof List<?> list) {
                for (Object rule : list) {
                    rules.add(asMap(rule));
                }
            }
        }
        return rules;
    }

    @SuppressWarnings("unchecked") // as YAML has it
    private static Map<String, Object> asMap(Object rule) {
        return (Map<String, Object>) rule;
    }

    static List<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            return files.sorted().toList();
        }
    }

    static JsonNode read(Path dashboard) {
        try {
            return JSON.readTree(dashboard.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Query> ofRules() throws IOException {
        return rules().stream()
                .map(rule -> new Query(String.valueOf(rule.get("alert")), String.valueOf(rule.get("expr"))))
                .toList();
    }

    static List<Query> ofDashboards() throws IOException {
        List<Query> queries = new ArrayList<>();
        for (Path dashboard : dashboards()) {
            for (JsonNode panel : read(dashboard).path("panels")) {
                for (JsonNode target : panel.path("targets")) {
                    queries.add(new Query(
                            dashboard.getFileName() + ": " + panel.path("title").asText(),
                            target.path("expr").asText()));
                }
            }
        }
        return queries;
    }
}

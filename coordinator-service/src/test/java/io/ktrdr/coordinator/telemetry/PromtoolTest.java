package io.ktrdr.coordinator.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus itself says to the files in deploy/prometheus. Skipped where promtool is not installed. */
class PromtoolTest {
    @BeforeAll
    static void isInstalled() {
        assumeTrue(
                Arrays.stream(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool"))),
                "promtool is not installed (Debian and Ubuntu: package prometheus): the alert rules are not tried");
    }

    private static void promtool(Path folder, String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Stream.concat(Stream.of("promtool"), Stream.of(words)).toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), said);
        assertEquals(0, process.exitValue(), said);
    }

    @Test
    void rules_are_valid() throws Exception {
        promtool(DeployedQueries.PROMETHEUS, "check", "rules", "--lint=all", "--lint-fatal", "ktrdr.rules.yaml");
    }

    @Test
    void rules_fire_when_they_should_and_not_otherwise() throws Exception {
        promtool(DeployedQueries.PROMETHEUS, "test", "rules", "ktrdr.rules.test.yaml");
    }

    @Test
    void the_example_of_a_configuration_is_valid() throws Exception {
        promtool(DeployedQueries.PROMETHEUS, "check", "config", "prometheus.yaml");
    }

    @Test
    void every_alert_has_a_test() throws Exception {
        String tests = Files.readString(DeployedQueries.PROMETHEUS.resolve("ktrdr.rules.test.yaml"));
        List<String> untested = DeployedQueries.rules().stream()
                .map(rule -> String.valueOf(rule.get("alert")))
                .filter(alert -> !tests.contains(alert))
                .toList();
        assertEquals(List.of(), untested);
    }

    @Test
    void prometheus_understands_what_the_dashboards_ask(@TempDir Path folder) throws Exception {
        String rules = DeployedQueries.ofDashboards().stream()
                .map(query -> "      - alert: A\n        expr: |-\n          "
                        + query.expression().replace("$__rate_interval", "5m") + "\n        annotations: {at: '"
                        + query.where().replace("'", "''") + "'}\n")
                .collect(Collectors.joining());
        Files.writeString(folder.resolve("rules.yaml"), "groups:\n  - name: dashboards\n    rules:\n" + rules);
        promtool(folder, "check", "rules", "--lint=none", "rules.yaml");
    }
}

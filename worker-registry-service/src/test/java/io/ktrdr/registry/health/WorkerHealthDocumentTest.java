package io.ktrdr.registry.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.contracts.WireName;
import io.ktrdr.contracts.worker.HealthView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/worker-health.md} shows the transitions that there are, and the weights that count. */
class WorkerHealthDocumentTest {
    private static final Pattern ARROW = Pattern.compile("(?m)^    (\\w+) --> (\\w+)$");
    private static final Pattern WEIGHT = Pattern.compile("(?m)^\\| (?:1 - )?`(\\w+)` \\| (0\\.\\d\\d) \\|");

    private static String document() throws IOException {
        return Files.readString(Path.of("../docs/worker-health.md"));
    }

    @Test
    void the_picture_shows_every_transition_and_no_other() throws IOException {
        Set<String> drawn = ARROW.matcher(document())
                .results()
                .map(arrow -> arrow.group(1) + " " + arrow.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> allowed = new TreeSet<>();
        RecoveryMachineTest.ALLOWED.forEach(
                (from, all) -> all.forEach(to -> allowed.add(WireName.of(from) + " " + WireName.of(to))));
        assertEquals(allowed, drawn);
    }

    @Test
    void the_table_has_the_weights() throws IOException {
        Map<String, String> weights = new HashMap<>();
        for (MatchResult row : WEIGHT.matcher(document()).results().toList()) {
            weights.put(row.group(1), row.group(2));
        }
        assertEquals(
                Map.of(
                        "liveness", two(HealthView.LIVENESS_WEIGHT),
                        "activity", two(HealthView.ACTIVITY_WEIGHT),
                        "error_rate", two(HealthView.ERRORS_WEIGHT),
                        "resource_efficiency", two(HealthView.RESOURCES_WEIGHT),
                        "velocity", two(HealthView.VELOCITY_WEIGHT)),
                weights);
    }

    private static String two(double weight) {
        return String.format(Locale.ROOT, "%.2f", weight);
    }
}

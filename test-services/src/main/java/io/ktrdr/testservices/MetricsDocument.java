package io.ktrdr.testservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The tables of docs/metrics.md: {@code | Metric | Type | Labels | Unit | Meaning |}, under a heading for each service. */
public final class MetricsDocument {
    private static final Path DOCUMENT = Path.of("..", "docs", "metrics.md");

    private MetricsDocument() {}

    /** As {@link Metrics#own}. */
    public static Map<String, String> section(String heading) throws IOException {
        Map<String, String> metrics = new TreeMap<>();
        boolean inside = false;
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (line.startsWith("## ")) {
                inside = line.equals("## " + heading);
            } else if (inside && line.startsWith("| `")) {
                String[] cells = line.split("\\|");
                if (cells.length != 6 || cells[4].isBlank() || cells[5].isBlank()) {
                    throw new AssertionError("a row without all of its cells: " + line);
                }
                String labels = Arrays.stream(cells[3].split(","))
                        .map(label -> label.replace("`", "").strip())
                        .filter(label -> !label.isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new))
                        .stream()
                        .collect(Collectors.joining(", "));
                metrics.put(cells[1].replace("`", "").strip(), cells[2].strip() + " " + labels);
            }
        }
        return metrics;
    }

    /** Of all services. */
    public static Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String service : Set.of("Coordinator", "Worker registry", "Workers")) {
            names.addAll(section(service).keySet());
        }
        return names;
    }
}

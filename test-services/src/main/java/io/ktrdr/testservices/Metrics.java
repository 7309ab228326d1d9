package io.ktrdr.testservices;

import static io.restassured.RestAssured.given;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a service under test tells at /q/metrics, as a scraper reads it. */
public final class Metrics {
    private static final Pattern SERIES = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)(?: .*)?");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    /** Of histograms; the last one is added by Micrometer. */
    private static final Pattern PART = Pattern.compile("_(bucket|sum|count|max)$");

    private final Map<String, Double> values = new LinkedHashMap<>();
    private final Map<String, Set<String>> labels = new TreeMap<>();
    private final Map<String, String> types = new TreeMap<>();

    private Metrics() {}

    public static Metrics scrape() {
        return of(given().accept("text/plain")
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    static Metrics of(String text) {
        Metrics metrics = new Metrics();
        text.lines().forEach(metrics::add);
        return metrics;
    }

    private void add(String line) {
        if (line.startsWith("# TYPE ")) {
            String[] words = line.split(" ");
            types.put(words[2], words[3]);
            return;
        }
        Matcher series = SERIES.matcher(line);
        if (line.startsWith("#") || !series.matches()) {
            return;
        }
        String name = series.group(1);
        Set<String> pairs = new TreeSet<>();
        Set<String> names = labels.computeIfAbsent(family(name), family -> new TreeSet<>());
        Matcher label = LABEL.matcher(series.group(2) == null ? "" : series.group(2));
        while (label.find()) {
            pairs.add(label.group(1) + "=" + label.group(2));
            if (!label.group(1).equals("le")) {
                names.add(label.group(1));
            }
        }
        values.put(name + pairs, Double.valueOf(series.group(3)));
    }

    private String family(String series) {
        String whole = PART.matcher(series).replaceFirst("");
        return "histogram".equals(types.get(whole)) ? whole : series;
    }

    /**
     * The value of a series, 0 for one that there is not.
     *
     * @param pairs {@code label=value}, all of them
     */
    public double value(String name, String... pairs) {
        return values.getOrDefault(name + new TreeSet<>(Set.of(pairs)), 0.0);
    }

    public boolean has(String family) {
        return types.containsKey(family);
    }

    /** Names of our own, each with its type and its labels: {@code gauge type, state}. */
    public Map<String, String> own() {
        Map<String, String> own = new TreeMap<>();
        types.forEach((name, type) -> {
            boolean isPart = name.endsWith("_max")
                    && "histogram".equals(types.get(PART.matcher(name).replaceFirst("")));
            if ((name.startsWith("ktrdr_") || name.startsWith("gen_ai_")) && !isPart) {
                own.put(name, type + " " + String.join(", ", labels.getOrDefault(name, new LinkedHashSet<>())));
            }
        });
        return own;
    }
}

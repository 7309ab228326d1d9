package io.ktrdr.cli.report;

import io.ktrdr.contracts.operation.OperationView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where everything comes from, and how to get it again. */
final class ProvenanceSection {
    private ProvenanceSection() {}

    static void write(Html html, Sources sources, Findings found) {
        OperationView research = sources.research();
        DataTable table = new DataTable("Where it comes from").text("What").code("Value");
        add(table, "Research", research.operationId());
        add(table, "Asked for by", found.text("/requested_by"));
        add(table, "Asked for at", Show.minute(research.createdAt()));
        add(table, "Ended at", research.finishedAt() == null ? null : Show.minute(research.finishedAt()));
        add(table, "Retry of", research.retryOf());
        add(table, "Designed by", designer(found));
        add(table, "Designer's knowledge ends", found.text("/designer_knowledge_cutoff"));
        add(table, "Strategy, SHA-256", found.text("/strategy/sha256"));
        add(table, "Dataset, SHA-256", found.text("/dataset/sha256"));
        add(table, "Seed", found.text("/seed"));
        found.at("/artifacts")
                .json()
                .properties()
                .forEach(artifact -> add(
                        table,
                        "Artifact " + Show.words(artifact.getKey()) + ", SHA-256",
                        artifact.getValue().asText("")));
        add(table, "Gates", found.text("/gate_profile"));
        add(table, "Code version", found.text("/code_version"));
        add(table, "This report", "made at " + Show.minute(sources.now()) + " by " + sources.version());
        table.write(html);
        reproduction(html, research, found);
        String yaml = found.text("/strategy/yaml");
        if (!yaml.isEmpty()) {
            html.open("details").element("summary", "The strategy file").open("pre", "tabindex", "0");
            html.element("code", yaml).close().close();
        }
    }

    private static void reproduction(Html html, OperationView research, Findings found) {
        html.element("h3", "Reproduction");
        if (found.has("/reproduction")) {
            Findings again = found.at("/reproduction");
            boolean identical = again.json().path("identical").asBoolean();
            html.element(
                    "p",
                    identical
                            ? "This research repeated " + again.text("/of") + " and came to the same, bit for bit."
                            : "This research repeated " + again.text("/of") + " and came to something else:");
            List<Findings> differences = again.each("/differences");
            if (!differences.isEmpty()) {
                DataTable table = new DataTable("Differences")
                        .text("What")
                        .code("Originally")
                        .code("Again");
                differences.forEach(difference ->
                        table.row(difference.text("/what"), difference.text("/original"), difference.text("/again")));
                table.write(html);
            }
        }
        html.element("p", "The same data, strategy and seed give the same result to the bit, on whatever worker:")
                .open("pre", "tabindex", "0")
                .element("code", "ktrdr research reproduce " + research.operationId())
                .close();
    }

    private static @Nullable String designer(Findings found) {
        return switch (found.text("/designer")) {
            case "template" -> "the built-in template designer";
            case "model" -> "the model " + found.text("/designer_model");
            case "user" -> "whoever brought it";
            case "stub" -> "a stub";
            default -> null;
        };
    }

    private static void add(DataTable table, String name, @Nullable String value) {
        if (value != null && !value.isEmpty() && !value.equals("null")) {
            table.row(name, value);
        }
    }
}

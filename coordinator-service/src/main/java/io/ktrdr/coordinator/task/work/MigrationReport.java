package io.ktrdr.coordinator.task.work;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.service.Listing;
import io.ktrdr.coordinator.service.SourcePath;
import io.ktrdr.quant.strategy.StrategyMigration.Current;
import io.ktrdr.quant.strategy.StrategyMigration.Migrated;
import io.ktrdr.quant.strategy.StrategyMigration.Outcome;
import io.ktrdr.quant.strategy.StrategyYaml;

/** What became of each strategy. */
final class MigrationReport {
    /** Told one by one; what comes after them is only counted. */
    private static final int MAX_TOLD = 1_000;

    private final ArrayNode told = Json.array();
    private final ArrayNode skipped = Json.array();
    private int migrated;
    private int current;
    private int unreadable;
    private boolean truncated;

    /** One strategy, of which it is still to be said what became of it. */
    final class Entry {
        private final ObjectNode fields;
        private final boolean withText;

        private Entry(ObjectNode fields, boolean withText) {
            this.fields = fields;
            this.withText = withText;
        }

        void unreadable(String reason) {
            unreadable++;
            tell(fields.put("outcome", "unreadable").put("reason", reason));
        }

        /** @param stored it is new in the library */
        void is(Outcome outcome, boolean stored) {
            switch (outcome) {
                case Current now -> {
                    current++;
                    fields.put("outcome", "current");
                }
                case Migrated now -> {
                    migrated++;
                    fields.put("outcome", "migrated").put("from_version", now.from());
                    now.changes().forEach(fields.putArray("changes")::add);
                }
            }
            fields.put("strategy", outcome.strategy().name())
                    .put("version", outcome.strategy().schemaVersion())
                    .put("sha256", StrategyYaml.sha256(outcome.strategy()))
                    .put("stored", stored);
            if (withText) {
                fields.put("yaml", outcome.yaml());
            }
            tell(fields);
        }
    }

    Entry strategy(String name) {
        return new Entry(Json.object().put("strategy", name), false);
    }

    /** @param withText its new text is told too, comments and all, for whoever keeps the file */
    Entry file(SourcePath path, boolean withText) {
        return new Entry(Json.object().put("path", path.toString()), withText);
    }

    /** Folders that could not be looked into, and whether there were too many files. */
    void listed(Listing listing) {
        listing.unreadable().forEach(skipped::add);
        truncated |= listing.truncated();
    }

    private void tell(ObjectNode one) {
        if (told.size() < MAX_TOLD) {
            told.add(one);
        } else {
            truncated = true;
        }
    }

    ObjectNode result() {
        ObjectNode result = Json.object()
                .put("migrated", migrated)
                .put("current", current)
                .put("unreadable", unreadable)
                .put("truncated", truncated);
        result.set("strategies", told);
        result.set("skipped", skipped);
        return result;
    }
}

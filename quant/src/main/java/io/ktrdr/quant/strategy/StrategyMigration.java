package io.ktrdr.quant.strategy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * From a strategy file of an older schema version to one of the newest that means the same. Only what must change is changed
 * in the text: comments, blank lines, order, spelling of values, indentation and line ends stay as they are. The meaning is
 * the same but for the version, and so is every backtest; the strategy's hash is another one, as the version is part of what
 * is hashed.
 */
public final class StrategyMigration {
    /** From each version to the one after it; the first from the oldest. */
    private static final List<Step> STEPS = List.of(new Step(
            "sizing is added after rules, with the type full: a position is all of the equity, as it was without",
            StrategyMigration::withSizing));

    private StrategyMigration() {}

    /** One version further, but for the number. */
    private record Step(String change, UnaryOperator<String> edit) {}

    /** What came of it. */
    public sealed interface Outcome {
        /** Of the newest version. */
        StrategySpec strategy();

        /** The file of {@link #strategy}. */
        String yaml();
    }

    /** The file is of the newest version already; it is given back as it is. */
    public record Current(StrategySpec strategy, String yaml) implements Outcome {}

    /**
     * The file was of an older version.
     *
     * @param from    that version
     * @param changes what is different in the file, in words, in the order of being done; at least one
     */
    public record Migrated(int from, List<String> changes, StrategySpec strategy, String yaml) implements Outcome {
        public Migrated {
            changes = List.copyOf(changes);
        }
    }

    /**
     * The same strategy in the newest version. What it gives is {@link Current} when it is migrated again.
     *
     * @param yaml of any version that there is
     * @throws InvalidStrategyException for a text that is no valid strategy of its version, or that would get too large
     */
    public static Outcome toNewest(String yaml) {
        StrategySpec given = StrategyYaml.read(yaml);
        int from = given.schemaVersion();
        if (from == StrategySpec.SCHEMA_VERSION) {
            return new Current(given, yaml);
        }
        List<String> changes = new ArrayList<>();
        changes.add("schema_version is " + StrategySpec.SCHEMA_VERSION + " instead of " + from);
        String text = YamlText.of(yaml)
                .withValue("schema_version", String.valueOf(StrategySpec.SCHEMA_VERSION))
                .text();
        for (Step step : STEPS.subList(from - StrategySpec.OLDEST_SCHEMA_VERSION, STEPS.size())) {
            text = step.edit.apply(text);
            changes.add(step.change);
        }
        StrategySpec migrated = StrategyYaml.read(text);
        if (!migrated.equals(given.inVersion(StrategySpec.SCHEMA_VERSION))) {
            throw new IllegalStateException("The migrated strategy means something else: " + migrated);
        }
        return new Migrated(from, changes, migrated, text);
    }

    /** Version 2 says how large positions are. Before, they were always all of the equity. */
    private static String withSizing(String yaml) {
        return YamlText.of(yaml)
                .withSectionAfter("rules", "sizing", "type", "full")
                .text();
    }
}

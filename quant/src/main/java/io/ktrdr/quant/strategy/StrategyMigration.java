package io.ktrdr.quant.strategy;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * From a strategy file of an older schema version to one of the newest that means the same. Only what must change is changed
 * in the text: comments, blank lines, order, spelling of values, indentation and line ends stay as they are. The meaning is
 * the same but for the version, and so is every backtest; the strategy's hash is another one, as the version is part of what
 * is hashed.
 */
public final class StrategyMigration {
    /** One version further each; the first from the oldest. */
    private static final List<UnaryOperator<String>> STEPS = List.of(StrategyMigration::withSizing);

    private StrategyMigration() {}

    /**
     * The text in the newest version; one that is there already is given back unchanged.
     *
     * @throws InvalidStrategyException for a text that is no valid strategy of its version, or that would get too large
     */
    public static String toNewest(String yaml) {
        String text = yaml;
        StrategySpec spec = StrategyYaml.read(text);
        while (spec.schemaVersion() < StrategySpec.SCHEMA_VERSION) {
            StrategySpec expected = spec.inVersion(spec.schemaVersion() + 1);
            text = STEPS.get(spec.schemaVersion() - StrategySpec.OLDEST_SCHEMA_VERSION)
                    .apply(text);
            spec = StrategyYaml.read(text);
            if (!spec.equals(expected)) {
                throw new IllegalStateException("The migrated strategy means something else: " + spec);
            }
        }
        return text;
    }

    /** Version 2 says how large positions are. Before, they were always all of the equity. */
    private static String withSizing(String yaml) {
        return YamlText.of(yaml)
                .withValue("schema_version", "2")
                .withSectionAfter("rules", "sizing", "type", "full")
                .text();
    }
}

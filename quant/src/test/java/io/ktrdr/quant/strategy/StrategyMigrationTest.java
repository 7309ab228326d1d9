package io.ktrdr.quant.strategy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.quant.random.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrategyMigrationTest {
    private static final String COMMENTED = """
            # what I believe 📈
            schema_version: 1   # of the format

            name: rsi_turn
            rules:
              # asymmetric on purpose
              short_below: 0.40
              long_above: 0.55  # seldom
              # long_above: 0.60
                # never got there

            # the market's costs
            costs: { fee_bps: 10 }
            label: {horizon: 3}
            model: {type: mlp, hidden_layers: [ 8,
                4 ]}
            indicators:
            - name: rsi   # the usual one
            """;

    private static String migrated(String yaml) {
        return StrategyMigration.toNewest(yaml).yaml();
    }

    @Test
    void what_was_changed_is_told_in_words() {
        StrategySpec before = StrategyYaml.read(COMMENTED);
        StrategySpec after = before.inVersion(2);
        assertEquals(
                new StrategyMigration.Migrated(
                        1,
                        List.of(
                                "schema_version is 2 instead of 1",
                                "sizing is added after rules, with the type full: a position is all of the equity, as"
                                        + " it was without"),
                        after,
                        migrated(COMMENTED)),
                StrategyMigration.toNewest(COMMENTED));
    }

    @Test
    void only_the_version_and_the_sizing_are_changed() {
        assertEquals(
                COMMENTED
                        .replace("schema_version: 1   #", "schema_version: 2   #")
                        .replace("got there\n", "got there\nsizing:\n  type: full\n"),
                migrated(COMMENTED));
    }

    @Test
    void the_newest_version_is_given_back_as_it_is() {
        String migrated = migrated(COMMENTED);
        for (String newest : List.of(migrated, migrated.replace("type: full", "type: kelly\n  fraction: 0.5"))) {
            assertEquals(
                    new StrategyMigration.Current(StrategyYaml.read(newest), newest),
                    StrategyMigration.toNewest(newest));
        }
    }

    @Test
    void canonical_text_becomes_canonical_text() {
        String canonical = StrategyYaml.write(StrategyYaml.read(COMMENTED));
        String migrated = migrated(canonical);
        assertEquals(StrategyYaml.write(StrategyYaml.read(COMMENTED).inVersion(2)), migrated);
    }

    @Test
    void json_stays_json() {
        String json = """
                {"schema_version": 1, "name": "x", "indicators": [{"name": "rsi"}], "label": {"horizon": 1},
                 "model": {"type": "mlp"}, "rules": {"long_above": 0.5}}""";
        assertEquals(
                json.replace("_version\": 1", "_version\": 2")
                        .replace("0.5}}", "0.5}, \"sizing\": {\"type\": \"full\"}}"),
                migrated(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // all in braces, over several lines
                """
                {schema_version: 1, name: x,
                 indicators: [{name: rsi}], rules: {long_above: 0.5}, # mine
                 label: {horizon: 1}, model: {type: mlp},}""",
                // everything indented, explicit keys, no line end at the end
                """
                  name: x
                  indicators: [{name: rsi}]
                  label: {horizon: 1}
                  model: {type: mlp}
                  schema_version: 1
                  ? rules
                  : long_above: 0.5
                    short_below: ~\
                """,
                // a comment instead of a line end at the end
                """
                name: x
                indicators: [{name: rsi}]
                label: {horizon: 1}
                model: {type: mlp}
                schema_version: 1
                rules: {long_above: 0.5} # last""",
                // line ends that only YAML knows
                """
                rules: {long_above: 0.5} # much\u2028hypothesis: |\u2028  first
                  second
                schema_version: 1
                name: x
                indicators: [{name: rsi}]
                label: {horizon: 1}
                model: {type: mlp}
                """,
                // with the marks of a document, quoted keys, a version in another spelling
                """
                ---
                "name": x
                'indicators': [{name: rsi}]
                label: {horizon: 1}
                model: {type: mlp}
                "schema_version": 0x1
                'rules':
                    long_above: 0.5
                ...
                """,
                // a byte order mark, and text that looks like fields
                """
                \uFEFFschema_version: 1
                name: x
                hypothesis: |
                  rules: none
                  schema_version: 7
                indicators: [{name: rsi}]
                label: {horizon: 1}
                model: {type: mlp}
                rules: {long_above: 0.5}
                """
            })
    void spellings(String yaml) {
        for (String text : List.of(yaml, yaml.replace("\n", "\r\n"))) {
            String migrated = migrated(text);
            assertEquals(StrategyYaml.read(text).inVersion(2), StrategyYaml.read(migrated), migrated);
            assertEquals(migrated, migrated(migrated));
            assertFalse(text.contains("\r\n") && migrated.replace("\r\n", "").contains("\n"), "mixed line ends");
        }
    }

    @Test
    void what_is_not_valid_is_refused_with_what_is_wrong() {
        InvalidStrategyException refused = assertThrows(
                InvalidStrategyException.class, () -> migrated(COMMENTED.replace("horizon: 3", "horizon: 0")));
        assertEquals("label.horizon", refused.violations().getFirst().path());
        for (String yaml : List.of("", "just text", "a: &x 1\nb: *x", "{", COMMENTED.replace(": 1 ", ": 9 "))) {
            assertThrows(InvalidStrategyException.class, () -> migrated(yaml), yaml);
        }
    }

    @Test
    void a_file_that_would_get_too_large_is_refused() {
        String full = COMMENTED + "#" + "x".repeat(StrictYaml.MOST_BYTES - COMMENTED.length() - 10);
        assertEquals(1, StrategyYaml.read(full).schemaVersion());
        InvalidStrategyException refused = assertThrows(InvalidStrategyException.class, () -> migrated(full));
        assertEquals(
                "the file is larger than 64 KiB",
                refused.violations().getFirst().message());
    }

    /** Sections in any order and style, with comments and blank lines wherever they may stand. */
    private static String spelled(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        String margin = " ".repeat(random.nextInt(3));
        String deeper = margin + " ".repeat(1 + random.nextInt(4));
        String horizon = String.valueOf(1 + random.nextInt(500));
        String above = List.of("0.5", "0.50", "0.55", "1").get(random.nextInt(4));
        String below = List.of("0.4", "~", "null", "0").get(random.nextInt(4));
        List<List<String>> sections = new ArrayList<>(List.of(
                List.of(margin + "schema_version: 1"),
                List.of(margin + "name: 'some'"),
                List.of(margin + "label:", deeper + "horizon: " + horizon),
                List.of(margin + "model: {type: mlp, hidden_layers: [3]}"),
                List.of(margin + "indicators:", margin + "- name: rsi", margin + "- {name: cci}"),
                random.nextInt(2) == 0
                        ? List.of(margin + "rules: {long_above: " + above + ",", deeper + "short_below: " + below + "}")
                        : List.of(
                                margin + "rules:", deeper + "short_below: " + below, deeper + "long_above: " + above)));
        if (random.nextInt(2) == 0) {
            sections.add(List.of(margin + "costs:", deeper + "fee_bps: 1"));
        }
        StringBuilder text = new StringBuilder();
        String lineEnd = random.nextInt(2) == 0 ? "\n" : "\r\n";
        while (!sections.isEmpty()) {
            for (String line : sections.remove(random.nextInt(sections.size()))) {
                if (random.nextInt(4) == 0) {
                    text.append(random.nextInt(2) == 0 ? "" : " ".repeat(random.nextInt(6)) + "# rules: {ü: 1}")
                            .append(lineEnd);
                }
                text.append(line)
                        .append(random.nextInt(3) == 0 ? "  # 𝛼 schema_version: 1" : "")
                        .append(lineEnd);
            }
        }
        return random.nextInt(2) == 0 ? text.toString() : text.toString().stripTrailing();
    }

    @Property(tries = 1000)
    void a_migrated_strategy_means_the_same_and_keeps_every_line(@ForAll long seed) {
        String yaml = spelled(seed);
        StrategySpec before = StrategyYaml.read(yaml);
        String migrated = migrated(yaml);
        StrategySpec after = StrategyYaml.read(migrated);
        assertEquals(StrategySpec.SCHEMA_VERSION, after.schemaVersion());
        assertEquals(before, after.inVersion(before.schemaVersion()));
        assertEquals(migrated, migrated(migrated));
        List<String> kept = new ArrayList<>(Arrays.asList(migrated.split("\r?\n", -1)));
        assertTrue(kept.removeIf(line -> line.strip().equals("sizing:")));
        assertTrue(kept.removeIf(line -> line.strip().equals("type: full")));
        kept.replaceAll(line -> line.replace("schema_version: 2", "schema_version: 1"));
        assertEquals(Arrays.asList(yaml.split("\r?\n", -1)), kept);
    }
}

package io.ktrdr.quant.strategy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrategyYamlTest {
    private static final String SMALLEST = """
            schema_version: 1
            name: smallest
            indicators:
              - name: rsi
            label: {horizon: 1}
            model: {type: mlp}
            rules: {long_above: 0.5}
            """;

    private static final String SIZED =
            SMALLEST.replace("schema_version: 1", "schema_version: 2") + "sizing: {type: full}\n";

    private static final String FULL = """
            # comments are welcome
            schema_version: 1
            name: rsi_turn-2
            description: "RSI and trend: both"
            hypothesis: |
              Oversold markets bounce,
              and twice as often in a trend.
            family: mean_reversion
            indicators:
              - {name: rsi, params: {period: 7}, feature: fast_rsi}
              - {name: bollinger, params: {period: 10, deviations: 2.5}, output: width, feature: width}
              - {name: macd, params: {fast: 5, slow: 13, signal: 4}, timeframe: 4, feature: slow_macd}
            label: {horizon: 3}
            model: {type: mlp, hidden_layers: [16, 8], learning_rate: 0.00002, epochs: 20, batch_size: 32, patience: 5, l2: 0}
            rules: {long_above: 0.55, short_below: 0.45}
            costs: {fee_bps: 10, slippage_bps: 2.5}
            """;

    @Test
    void a_full_file_is_read_as_written() {
        StrategySpec spec = StrategyYaml.read(FULL);
        assertEquals("rsi_turn-2", spec.name());
        assertEquals("RSI and trend: both", spec.description());
        assertEquals("Oversold markets bounce,\nand twice as often in a trend.\n", spec.hypothesis());
        assertEquals(3, spec.indicators().size());
        assertEquals(
                new StrategySpec.IndicatorUse(
                        "macd", Map.of("fast", 5.0, "slow", 13.0, "signal", 4.0), "histogram", 4, "slow_macd"),
                spec.indicators().get(2));
        assertEquals(new StrategySpec.Model("mlp", List.of(16, 8), 0.00002, 20, 32, 5, 0), spec.model());
        assertEquals(new StrategySpec.Rules(0.55, 0.45), spec.rules());
        assertEquals(new StrategySpec.Costs(10, 2.5), spec.costs());
    }

    @Test
    void what_is_left_out_gets_defaults_and_trading_is_never_free_by_default() {
        StrategySpec spec = StrategyYaml.read(SMALLEST);
        assertEquals(Map.of("period", 14.0), spec.indicators().getFirst().params());
        assertEquals("rsi", spec.indicators().getFirst().feature());
        assertEquals(1, spec.indicators().getFirst().timeframe());
        assertEquals(List.of(), spec.model().hiddenLayers());
        assertNull(spec.rules().shortBelow());
        assertTrue(spec.costs().feeBps() > 0);
        assertTrue(spec.costs().slippageBps() > 0);
    }

    @Test
    void canonical_text_is_read_back_to_the_same_spec_and_hash() {
        for (String yaml : List.of(SMALLEST, SIZED, FULL)) {
            StrategySpec spec = StrategyYaml.read(yaml);
            String canonical = StrategyYaml.write(spec);
            assertEquals(spec, StrategyYaml.read(canonical), canonical);
            assertEquals(canonical, StrategyYaml.write(StrategyYaml.read(canonical)));
            assertEquals(StrategyYaml.sha256(spec), StrategyYaml.sha256(StrategyYaml.read(canonical)));
        }
    }

    @Test
    void canonical_text_is_pleasant_to_read() {
        String canonical = StrategyYaml.write(StrategyYaml.read(FULL));
        assertEquals("""
                schema_version: 1
                name: rsi_turn-2
                description: "RSI and trend: both"
                hypothesis: |
                  Oversold markets bounce,
                  and twice as often in a trend.
                family: mean_reversion
                indicators:
                  - name: rsi
                    params:
                      period: 7
                    output: value
                    timeframe: 1
                    feature: fast_rsi
                """, canonical.substring(0, canonical.indexOf("  - name: bollinger")));
    }

    @Test
    void spelling_and_order_do_not_change_the_hash() {
        String other = """
                rules: {long_above: 0.50}
                name: "smallest"
                model:
                    type: mlp
                label:
                    horizon: 1
                indicators: [{params: {period: 14.0}, name: rsi, feature: rsi}]
                schema_version: 1
                """;
        assertEquals(StrategyYaml.sha256(StrategyYaml.read(SMALLEST)), StrategyYaml.sha256(StrategyYaml.read(other)));
    }

    @Test
    void an_unknown_indicator_names_those_that_exist() {
        List<StrategyViolation> found = violations(SMALLEST.replace("name: rsi", "name: crystal_ball"));
        assertEquals(1, found.size());
        assertEquals("indicators[0].name", found.getFirst().path());
        assertTrue(found.getFirst().message().contains("crystal_ball"), found.toString());
        assertTrue(found.getFirst().message().contains("bollinger, cci"), found.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                name: smallest      | name: ../../etc/passwd         | name
                name: smallest      | name: 7                        | name
                schema_version: 1   | schema_version: 3              | schema_version
                schema_version: 1   | schema_version: 0              | schema_version
                schema_version: 1   | schema_version: 1.5            | schema_version
                schema_version: 1   | schema_version: one            | schema_version
                schema_version: 1   | schema_version: 2              | sizing
                horizon: 1          | horizon: 0                     | label.horizon
                horizon: 1          | horizon: many                  | label.horizon
                horizon: 1          | horizon: 1.5                   | label.horizon
                type: mlp           | type: oracle                   | model.type
                type: mlp           | type: mlp, epoch: 5            | model.epoch
                type: mlp           | layers: 3                      | model.type
                type: mlp           | type: mlp, learning_rate: 0    | model.learning_rate
                type: mlp           | type: mlp, hidden_layers: [0]  | model.hidden_layers[0]
                long_above: 0.5     | long_above: 0.5, short_below: 0.6 | rules.short_below
                - name: rsi         | - {name: rsi, params: {period: 1}}     | indicators[0].params.period
                - name: rsi         | - {name: rsi, params: {period: 2.5}}   | indicators[0].params.period
                - name: rsi         | - {name: rsi, params: {length: 5}}     | indicators[0].params.length
                - name: rsi         | - {name: rsi, output: k}               | indicators[0].output
                - name: rsi         | - {name: rsi, timeframe: 0}            | indicators[0].timeframe
                - name: rsi         | - {name: macd, params: {fast: 30}}     | indicators[0].params.fast
                """)
    void what_is_wrong_is_named_by_its_path(String right, String wrong, String path) {
        List<StrategyViolation> found = violations(SMALLEST.replace(right, wrong));
        assertTrue(found.stream().anyMatch(violation -> violation.path().equals(path)), found.toString());
    }

    @Test
    void version_1_has_no_sizing_and_means_all_of_the_equity() {
        StrategySpec spec = StrategyYaml.read(SMALLEST);
        assertEquals(1, spec.schemaVersion());
        assertEquals(Sizing.FULL, spec.sizing());
        assertFalse(StrategyYaml.write(spec).contains("sizing"));
        List<StrategyViolation> found = violations(SMALLEST + "sizing: {type: full}\n");
        assertEquals(List.of(new StrategyViolation("sizing", "there is no such field in schema_version 1")), found);
        StrategySpec impossible = new StrategySpec(
                1,
                spec.name(),
                "",
                "",
                "custom",
                spec.indicators(),
                spec.label(),
                spec.model(),
                spec.rules(),
                new Sizing.FixedFraction(0.5),
                spec.costs());
        assertEquals("sizing", StrategyYaml.check(impossible).getFirst().path());
    }

    @Test
    void the_versions_that_there_are_are_named() {
        for (String version : List.of("schema_version: 3", "schema_version: first", "")) {
            String yaml = SMALLEST.replace("schema_version: 1", version);
            assertTrue(
                    violations(yaml).stream()
                            .anyMatch(violation -> violation.path().equals("schema_version")),
                    yaml);
        }
        assertEquals(
                "must be a whole number from 1 to 2",
                violations(SIZED.replace("schema_version: 2", "schema_version: 3"))
                        .getFirst()
                        .message());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                type: full                                            | type: full
                type: fixed_fraction, fraction: 0.25                  | type: fixed_fraction, fraction: 0.25
                type: volatility_target, annual_volatility: 0.15      | type: volatility_target, annual_volatility: 0.15, lookback: 50, max_leverage: 1, rebalance_above: 0.1
                type: volatility_target, rebalance_above: 0, max_leverage: 2.5, lookback: 20, annual_volatility: 2 | type: volatility_target, annual_volatility: 2, lookback: 20, max_leverage: 2.5, rebalance_above: 0
                type: kelly, fraction: 1                              | type: kelly, fraction: 1, lookback: 50, max_leverage: 1, rebalance_above: 0.1
                """)
    void every_type_of_sizing_is_read_and_written_with_its_defaults(String given, String canonical) {
        String written = StrategyYaml.write(StrategyYaml.read(SIZED.replace("type: full", given)));
        assertTrue(written.contains("sizing:\n  " + canonical.replace(", ", "\n  ") + "\ncosts:"), written);
        assertEquals(written, StrategyYaml.write(StrategyYaml.read(written)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                type: half                                                    | sizing.type
                fraction: 0.5                                                 | sizing.type
                type: full, fraction: 1                                       | sizing.fraction
                type: full, lookback: 20                                      | sizing.lookback
                type: full, size: 1                                           | sizing.size
                type: fixed_fraction                                          | sizing.fraction
                type: fixed_fraction, fraction: 0                             | sizing.fraction
                type: fixed_fraction, fraction: 1.1                           | sizing.fraction
                type: fixed_fraction, fraction: half                          | sizing.fraction
                type: fixed_fraction, fraction: 0.5, rebalance_above: 0.1     | sizing.rebalance_above
                type: volatility_target                                       | sizing.annual_volatility
                type: volatility_target, annual_volatility: 0                 | sizing.annual_volatility
                type: volatility_target, annual_volatility: 2.1               | sizing.annual_volatility
                type: volatility_target, annual_volatility: 1, fraction: 1    | sizing.fraction
                type: volatility_target, annual_volatility: 1, lookback: 1    | sizing.lookback
                type: volatility_target, annual_volatility: 1, lookback: 501  | sizing.lookback
                type: volatility_target, annual_volatility: 1, lookback: 2.5  | sizing.lookback
                type: volatility_target, annual_volatility: 1, max_leverage: 0 | sizing.max_leverage
                type: volatility_target, annual_volatility: 1, max_leverage: 3.1 | sizing.max_leverage
                type: volatility_target, annual_volatility: 1, rebalance_above: -0.1 | sizing.rebalance_above
                type: volatility_target, annual_volatility: 1, rebalance_above: 1.1 | sizing.rebalance_above
                type: kelly                                                   | sizing.fraction
                type: kelly, fraction: 0.5, annual_volatility: 1              | sizing.annual_volatility
                """)
    void what_is_wrong_with_a_sizing_is_named_by_its_path(String sizing, String path) {
        List<StrategyViolation> found = violations(SIZED.replace("type: full", sizing));
        assertEquals(List.of(path), found.stream().map(StrategyViolation::path).toList(), found.toString());
    }

    @Test
    void two_features_of_one_name_are_refused() {
        List<StrategyViolation> found = violations(SMALLEST.replace("- name: rsi", "- name: rsi\n  - name: rsi"));
        assertEquals("indicators[1].feature", found.getFirst().path());
    }

    @Test
    void everything_wrong_is_told_at_once() {
        List<StrategyViolation> found =
                violations(SMALLEST.replace("horizon: 1", "horizon: 0").replace("mlp", "x"));
        assertEquals(2, found.size(), found.toString());
    }

    @Test
    void a_billion_laughs_is_refused_without_laughing() {
        StringBuilder bomb = new StringBuilder("a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (char c = 'b'; c <= 'i'; c++) {
            bomb.append(c).append(": &").append(c).append(" [");
            bomb.append(("*" + (char) (c - 1) + ", ").repeat(8))
                    .append('*')
                    .append((char) (c - 1))
                    .append("]\n");
        }
        assertTrue(violations(bomb.toString()).getFirst().message().contains("anchors and aliases"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   \n",
                "just text",
                "[1, 2]",
                "a: b: c",
                "{",
                "name: x\nname: y",
                "!!javax.script.ScriptEngineManager []",
                "name: !!str x",
                "---\nname: a\n---\nname: b",
                "\u0000",
                "rules: {long_above: .nan}",
                "rules: {long_above: .inf}",
                "<?xml version=\"1.0\"?><strategy/>"
            })
    void what_is_no_strategy_is_refused(String yaml) {
        assertThrows(InvalidStrategyException.class, () -> StrategyYaml.read(yaml));
    }

    @Test
    void deep_nesting_and_large_files_are_refused() {
        assertThrows(InvalidStrategyException.class, () -> StrategyYaml.read("a: " + "[".repeat(5000)));
        assertThrows(InvalidStrategyException.class, () -> StrategyYaml.read(SMALLEST + "# " + "x".repeat(64 * 1024)));
    }

    private static List<StrategyViolation> violations(String yaml) {
        return assertThrows(InvalidStrategyException.class, () -> StrategyYaml.read(yaml))
                .violations();
    }
}

package io.ktrdr.coordinator.design;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import io.ktrdr.quant.features.FeatureMatrix;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.split.Windows;
import io.ktrdr.quant.strategy.Sizing;
import io.ktrdr.quant.strategy.StrategySpec;
import io.ktrdr.quant.strategy.StrategyYaml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateDesignerTest {
    private static final DatasetFacts DATASET = new DatasetFacts("BTC-USD", "5m", 1917);

    private static StrategySpec design(String brief, long seed) {
        return TemplateDesigner.design(brief, seed, DATASET, List.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                Explore RSI variations                              | rsi_variant_1       | rsi
                Try a MACD crossover                                | macd_cross_1        | macd
                test mean reversion in quiet markets                | mean_reversion_1    | mean_reversion
                Bollinger bands, tight                              | bollinger_band_1    | mean_reversion
                does momentum persist?                              | momentum_1          | momentum
                multi-timeframe momentum                            | mtf_momentum_1      | momentum
                RSI on several timeframes                           | mtf_rsi_1           | rsi
                channel breakouts                                   | breakout_1          | breakout
                trade volatility regimes                            | volatility_regime_1 | volatility
                moving average trend following                      | ma_trend_1          | trend
                follow the volume                                   | volume_flow_1       | volume
                momentum without RSI                                | momentum_1          | momentum
                improve `macd_cross_2`                              | macd_cross_1        | macd
                `mtf_rsi_4` with other parameters                   | mtf_rsi_1           | rsi
                momentum, but not `rsi_variant_4`                   | momentum_1          | momentum
                """)
    void the_brief_decides_the_family_and_the_name(String brief, String name, String family) {
        StrategySpec spec = design(brief, 3);
        assertEquals(name, spec.name());
        assertEquals(family, spec.family());
        assertTrue(spec.description().contains("no model was asked"));
        assertTrue(spec.description().contains(brief));
    }

    @Test
    void what_comes_first_in_the_brief_leads_and_the_second_idea_joins() {
        StrategySpec spec = design("Combine MACD with RSI", 1);
        assertEquals("macd", spec.family());
        Set<String> names = new HashSet<>();
        spec.indicators().forEach(use -> names.add(use.name()));
        assertTrue(names.contains("ppo") && names.contains("rsi"), names.toString());
    }

    @Test
    void multi_timeframe_looks_at_coarser_bars_too() {
        StrategySpec spec = design("multi timeframe momentum", 5);
        assertTrue(spec.indicators().stream().anyMatch(use -> use.timeframe() > 1));
        assertTrue(spec.indicators().stream().anyMatch(use -> use.timeframe() == 1));
    }

    @Test
    void long_only_and_linear_are_heard() {
        StrategySpec spec = design("a long-only logistic model on RSI", 5);
        assertNull(spec.rules().shortBelow());
        assertEquals(List.of(), spec.model().hiddenLayers());
    }

    @Test
    void the_same_brief_with_another_seed_gives_another_strategy_and_with_the_same_seed_the_same() {
        Set<String> hashes = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            StrategySpec spec = design("Explore RSI variations", seed);
            assertEquals(spec, design("Explore RSI variations", seed));
            hashes.add(StrategyYaml.sha256(spec));
        }
        assertEquals(50, hashes.size());
    }

    @Test
    void what_the_memory_holds_is_not_tried_again_and_names_count_on() {
        List<PastResult> memory = new ArrayList<>();
        Set<Object> substances = new HashSet<>();
        for (int i = 1; i <= 30; i++) {
            StrategySpec spec = TemplateDesigner.design("Explore RSI variations", 7, DATASET, memory);
            assertEquals("rsi_variant_" + i, spec.name());
            assertTrue(substances.add(List.of(spec.indicators(), spec.label(), spec.model(), spec.rules())));
            memory.add(new PastResult(spec, "neutral"));
        }
    }

    @Test
    void the_same_with_positions_of_another_size_is_something_else() {
        StrategySpec first = design("Explore RSI variations", 7);
        assertEquals(Sizing.FULL, first.sizing());
        StrategySpec half =
                StrategyYaml.read(StrategyYaml.write(first).replace("schema_version: 1", "schema_version: 2")
                        + "sizing: {type: fixed_fraction, fraction: 0.5}\n");
        StrategySpec next =
                TemplateDesigner.design("Explore RSI variations", 7, DATASET, List.of(new PastResult(half, null)));
        assertEquals(first.indicators(), next.indicators());
        assertEquals(first.model(), next.model());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                RSI with a volatility target                        | volatility_target
                RSI, vol-targeted                                   | volatility_target
                RSI with sensible position sizing                   | volatility_target
                RSI at low risk                                     | volatility_target
                RSI, sized by half Kelly, mind the risk             | kelly
                RSI with fixed-fraction positions                   | fixed_fraction
                """)
    void a_brief_that_speaks_of_the_size_of_positions_gets_it_and_all_else_as_without(String brief, String type) {
        StrategySpec sized = design(brief, 7);
        StrategySpec full = design("RSI", 7);
        assertTrue(StrategyYaml.write(sized).contains("sizing:\n  type: " + type + "\n"), sized.toString());
        assertEquals("rsi", sized.family());
        assertEquals(
                List.of(full.indicators(), full.label(), full.model(), full.rules()),
                List.of(sized.indicators(), sized.label(), sized.model(), sized.rules()));
        assertTrue(sized.hypothesis().startsWith(full.hypothesis() + " "), sized.hypothesis());
        Set<Sizing> varied = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            varied.add(design(brief, seed).sizing());
        }
        assertTrue(varied.size() > 1, varied.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Explore RSI variations", "RSI in volatile markets", "RSI without risk limits", "RSI, no Kelly"})
    void all_other_designs_keep_the_version_that_former_releases_understand(String brief) {
        StrategySpec spec = design(brief, 7);
        assertEquals(Sizing.FULL, spec.sizing());
        assertTrue(StrategyYaml.write(spec).startsWith("schema_version: 1\n"));
    }

    @Test
    void without_a_known_word_families_that_were_poor_are_left_alone() {
        List<PastResult> memory = new ArrayList<>();
        for (Template template : Template.values()) {
            if (template != Template.BREAKOUT) {
                memory.add(new PastResult(
                        TemplateDesigner.design(template.name().replace('_', ' '), 1, DATASET, List.of()), "poor"));
            }
        }
        Set<String> families = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            families.add(TemplateDesigner.design("surprise me", seed, DATASET, memory)
                    .family());
        }
        assertEquals(Set.of("breakout"), families);
        assertNotEquals(
                design("surprise me", 1).family(), design("surprise me", 4).family());
    }

    @Property(tries = 400)
    void every_design_is_valid_and_can_be_trained_on_its_dataset(
            @ForAll("briefs") String brief, @ForAll long seed, @ForAll @IntRange(min = 600, max = 6000) int bars) {
        DatasetFacts dataset = new DatasetFacts("BTC-USD", "5m", bars);
        StrategySpec spec = TemplateDesigner.design(brief, seed, dataset, List.of());
        assertEquals(List.of(), StrategyYaml.check(spec));
        assertEquals(spec, StrategyYaml.read(StrategyYaml.write(spec)));
        var series = SyntheticBars.randomWalk(1, bars, Timeframe.parse("5m"), 0.01);
        Window train = Windows.of(series, spec.label().horizon()).train();
        int warmUp = FeatureMatrix.of(spec, series).firstComplete();
        assertTrue(train.end() - warmUp >= bars / 4, warmUp + " of " + train.bars());
    }

    @Provide
    Arbitrary<String> briefs() {
        Arbitrary<String> words = Arbitraries.of(
                        "RSI",
                        "macd",
                        "mean reversion",
                        "momentum",
                        "breakout",
                        "volatility",
                        "multi-timeframe",
                        "moving average",
                        "Bollinger",
                        "volume",
                        "stochastic",
                        "long only",
                        "linear",
                        "without rsi",
                        "volatility target",
                        "half Kelly",
                        "fixed fraction",
                        "risk")
                .list()
                .ofMaxSize(5)
                .map(list -> String.join(" and ", list));
        return Arbitraries.oneOf(words, Arbitraries.strings().ofMaxLength(500));
    }
}

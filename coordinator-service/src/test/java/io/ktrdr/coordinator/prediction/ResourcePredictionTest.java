package io.ktrdr.coordinator.prediction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.coordinator.design.DatasetFacts;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourcePredictionTest {
    private static final DatasetFacts BITCOIN = new DatasetFacts("BTC-USD", "5m", 20_000);
    private static final List<DatasetFacts> DATASETS = List.of(
            BITCOIN,
            new DatasetFacts("BTC-USD", "1h", 5_000),
            new DatasetFacts("ETH-USD", "1h", 5_000),
            new DatasetFacts("SOL-USD", "4h", 5_000),
            new DatasetFacts("SOL-EUR", "4h", 5_000),
            new DatasetFacts("ON", "1d", 5_000));
    private static final Set<String> STRATEGIES = Set.of("rsi_variant_1", "macd_cross_2", "old_rsi");

    private static String resources(String brief, @Nullable DatasetFacts dataset, List<String> shown) {
        return String.join(
                " ",
                ResourcePrediction.predict(brief, new Known(dataset, DATASETS, STRATEGIES, shown)).stream()
                        .map(PredictedRead::resource)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                Explore RSI variations                        | strategy:rsi_variant_*
                Explore RSI on several timeframes             | strategy:mtf_rsi_*
                MACD, perhaps with RSI                        | strategy:macd_cross_*
                momentum, no MACD and without RSI             | strategy:momentum_*
                Improve `macd_cross_2`                        | strategy:macd_cross_*
                Bollinger like in `macd_cross_2`              | strategy:bollinger_band_* strategy:macd_cross_2
                Bollinger, but not `macd_cross_2`             | strategy:bollinger_band_*
                Bollinger like in `macd_cross_9`              | strategy:bollinger_band_*
                An RSI like `rsi_variant_1`                   | strategy:rsi_variant_*
                """)
    void the_idea_and_the_strategies_that_a_brief_names_are_read(String brief, String strategies) {
        assertEquals("dataset:BTC-USD/5m " + strategies, resources(brief, BITCOIN, List.of()));
    }

    @Test
    void what_the_designer_is_shown_is_read_beside_the_idea() {
        assertEquals(
                "dataset:BTC-USD/5m strategy:stochastic_turn_1 strategy:momentum_2",
                resources("surprise me", BITCOIN, List.of("stochastic_turn_1", "momentum_2", "stochastic_turn_1")));
        assertEquals(
                "dataset:BTC-USD/5m strategy:momentum_* strategy:stochastic_turn_1",
                resources("momentum", BITCOIN, List.of("stochastic_turn_1", "momentum_2")));
    }

    @Test
    void a_short_dataset_leaves_no_room_for_a_second_timeframe() {
        assertEquals(
                "dataset:SHORT/1d strategy:rsi_variant_*",
                resources("RSI on several timeframes", new DatasetFacts("SHORT", "1d", 700), List.of()));
    }

    @Test
    void only_the_chosen_dataset_is_read_whatever_others_the_brief_speaks_of() {
        assertEquals("dataset:BTC-USD/5m", resources("as on ETH-USD 1h", BITCOIN, List.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "nothing", textBlock = """
                something on BTC-USD/5m             | dataset:BTC-USD/5m
                something on `BTC-USD/5m`           | dataset:BTC-USD/5m
                something on btc, 5 minutes         | dataset:BTC-USD/5m
                hourly bars of BTC                  | dataset:BTC-USD/1h
                60-minute bars of BTC-USD           | dataset:BTC-USD/1h
                something on BTC                    | dataset:BTC-USD/*
                something on BTC-USD, 3d            | dataset:BTC-USD/*
                BTC-USD within 99999 weeks          | dataset:BTC-USD/*
                something on ETH                    | dataset:ETH-USD/1h
                hourly BTC and ETH                  | dataset:BTC-USD/1h dataset:ETH-USD/1h
                hourly BTC, not ETH                 | dataset:BTC-USD/1h
                hourly BTC, no `ETH-USD`            | dataset:BTC-USD/1h
                SOL-EUR, please                     | dataset:SOL-EUR/4h
                SOL, please                         | nothing
                based on something                  | nothing
                all about ON                        | dataset:ON/1d
                ethical wbtc on BTC-PERP            | nothing
                bitcoin at five minutes             | nothing
                """)
    void while_no_dataset_is_chosen_its_symbol_and_timeframe_tell(String brief, @Nullable String datasets) {
        assertEquals(datasets == null ? "" : datasets, resources(brief, null, List.of()));
    }

    @Test
    void everything_is_predicted_once_with_a_reason() {
        List<PredictedRead> reads = ResourcePrediction.predict(
                "`old_rsi` and `old_rsi` again", new Known(BITCOIN, DATASETS, STRATEGIES, List.of()));
        assertEquals(
                Arrays.asList("the research's dataset", "the brief's idea", "the brief names it"),
                reads.stream().map(PredictedRead::reason).toList());
    }
}

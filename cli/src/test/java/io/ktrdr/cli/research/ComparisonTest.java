package io.ktrdr.cli.research;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.operation.Priority;
import io.ktrdr.quant.random.SplitMix64;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final double[] NONE = {};

    @Test
    void what_was_measured_on_other_bars_is_not_comparable_and_its_returns_are_not_even_read() {
        for (String[] other : List.of(
                new String[] {"\"sha256\": \"d\"", "\"sha256\": \"e\"", "the dataset: d and e"},
                new String[] {
                    "\"to\": \"2020-03-01\"",
                    "\"to\": \"2020-04-01\"",
                    "where the test window ends: 2020-03-01 and 2020-04-01"
                },
                new String[] {
                    "\"window\": \"test\"",
                    "\"window\": \"holdout\"",
                    "the window they were measured on: test and holdout"
                })) {
            Comparison comparison = Comparison.of(
                    research("op_a", result()), research("op_b", result().replace(other[0], other[1])), research -> {
                        throw new AssertionError("asked for the returns of " + research.operationId());
                    });
            assertFalse(comparison.comparable(), other[2]);
            assertEquals(List.of(other[2]), comparison.differences());
            assertNull(comparison.returns());
        }
    }

    @Test
    void another_seed_and_another_release_can_be_compared_and_are_said() {
        String other = result().replace("\"seed\": 1", "\"seed\": 2").replace("\"1.0\"", "\"1.1\"");
        Comparison comparison = Comparison.of(research("op_a", result()), research("op_b", other), research -> NONE);
        assertTrue(comparison.comparable());
        assertEquals(List.of("the seed: 1 and 2", "the release that ran it: 1.0 and 1.1"), comparison.differences());
        assertEquals(List.of(), comparison.strategyDiff());
    }

    @Test
    void what_was_not_backtested_is_not_comparable() {
        String rejected = result().replace("\"backtest\": {\"sharpe\": 1.5}", "\"backtest\": null");
        Comparison comparison = Comparison.of(research("op_a", result()), research("op_b", rejected), research -> NONE);
        assertFalse(comparison.comparable());
        assertEquals(List.of("not both were backtested"), comparison.differences());
    }

    @Test
    void strategies_are_compared_line_by_line() {
        String other = result().replace("period: 14", "period: 21");
        assertEquals(
                List.of("--- op_a", "+++ op_b", "@@ -1,2 +1,2 @@", " name: rsi", "-period: 14", "+period: 21"),
                Comparison.of(research("op_a", result()), research("op_b", other), research -> NONE)
                        .strategyDiff());
    }

    @Test
    void a_difference_that_luck_explains_is_told_from_one_that_it_does_not() {
        double[] noise = noise(1, 0);
        PairedReturns luck = PairedReturns.of(noise, noise(2, 0), 400.0);
        assertNotNull(luck);
        assertEquals(0, known(luck.correlation()), 0.1);
        assertTrue(known(luck.low()) < 0 && known(luck.high()) > 0, luck.toString());

        double[] better = noise.clone();
        for (int i = 0; i < better.length; i++) {
            better[i] += 0.002;
        }
        PairedReturns skill = PairedReturns.of(better, noise, 400.0);
        assertNotNull(skill);
        assertEquals(1, known(skill.correlation()), 1e-9);
        assertEquals(0.2 * 20, known(skill.sharpeDifference()), 0.2);
        assertTrue(known(skill.low()) > 0, skill.toString());
    }

    @Test
    void returns_of_different_bars_or_none_are_not_compared() {
        assertNull(PairedReturns.of(NONE, NONE, 400.0));
        assertNull(PairedReturns.of(new double[5], new double[6], 400.0));
    }

    @Test
    void a_strategy_that_never_moved_has_no_correlation_and_no_interval() {
        PairedReturns flat = PairedReturns.of(new double[500], noise(1, 0), null);
        assertNotNull(flat);
        assertNull(flat.correlation());
        assertNull(flat.low());
        assertFalse(flat.annualised());
    }

    @Test
    void a_person_reads_whether_it_may_be_luck() {
        Comparison comparison = Comparison.of(
                research("op_a", result()),
                research("op_b", result()),
                research -> noise(research.operationId().equals("op_a") ? 1 : 2, 0));
        List<String> lines = ComparisonText.of(comparison);
        assertTrue(lines.contains("It may be luck: 0 lies in between"), lines.toString());
        assertTrue(lines.contains("The strategies are the same"), lines.toString());
        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith("Returns on the same 500 bars, correlation ")),
                lines.toString());
    }

    private static double known(@Nullable Double value) {
        assertNotNull(value);
        return value;
    }

    /** Of standard deviation 0.01. */
    private static double[] noise(long seed, double mean) {
        SplitMix64 random = new SplitMix64(seed);
        double[] returns = new double[500];
        for (int i = 0; i < returns.length; i++) {
            returns[i] = mean + 0.01 * random.nextGaussian();
        }
        return returns;
    }

    private static String result() {
        return """
                {"strategy": {"name": "rsi", "yaml": "name: rsi\\nperiod: 14\\n"},
                 "dataset": {"symbol": "BTC-USD", "timeframe": "4h", "sha256": "d"}, "seed": 1,
                 "windows": {"test": {"from": "2020-01-01", "to": "2020-03-01"}}, "backtest": {"sharpe": 1.5},
                 "statistics": {"window": "test", "inference": {"bars_per_year": 400}}, "code_version": "1.0"}""";
    }

    private static OperationView research(String id, String result) {
        return new OperationView(
                id,
                OperationType.AGENT_RESEARCH,
                OperationStatus.COMPLETED,
                null,
                null,
                1,
                null,
                null,
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                tree(result),
                null,
                null,
                Priority.P1,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null);
    }

    private static JsonNode tree(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

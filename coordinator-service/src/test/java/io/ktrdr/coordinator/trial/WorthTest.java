package io.ktrdr.coordinator.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.trial.Leaderboard;
import io.ktrdr.contracts.trial.TrialCount;
import io.ktrdr.quant.random.SplitMix64;
import io.ktrdr.quant.statistics.ReturnBlocks;
import io.ktrdr.quant.statistics.SharpeInference.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorthTest {
    private static final int BARS = 1_000;
    private static final double BARS_PER_YEAR = 250;
    private static final Instant ENDED = Instant.parse("2026-01-01T00:00:00Z");

    /** Per bar, with so much of a gain on average. */
    private static double[] returns(long seed, double mean) {
        SplitMix64 random = new SplitMix64(seed);
        double[] returns = new double[BARS];
        for (int i = 0; i < BARS; i++) {
            returns[i] = mean + 0.01 * random.nextGaussian();
        }
        return returns;
    }

    private static Backtested trial(long number, double mean) {
        return trial(number, mean, false, "clean", null);
    }

    private static Backtested trial(
            long number, double mean, boolean tooGood, String lookAhead, @Nullable Double deflatedThen) {
        double[] returns = returns(number, mean);
        return new Backtested(
                "op_trial" + number,
                "strategy_" + number,
                "family",
                "hash" + number,
                number,
                "Ada",
                1.0,
                Objects.requireNonNull(Sample.of(returns)),
                BARS_PER_YEAR,
                ReturnBlocks.of(returns),
                40,
                lookAhead,
                tooGood,
                "neutral",
                deflatedThen,
                deflatedThen == null ? null : 1,
                ENDED);
    }

    private static Worth.Judged judged(Backtested trial, List<ReturnBlocks> placebos) {
        return new Worth.Judged(
                trial.strategySha256(), trial.seed(), trial.sample(), BARS_PER_YEAR, trial.blocks(), placebos);
    }

    private static TrialCount count(int trials) {
        return new TrialCount("d", "TEST-USD/1d", trials, 0, trials, 0, 3);
    }

    private static List<Backtested> noise(int howMany) {
        List<Backtested> trials = new ArrayList<>();
        for (int i = 0; i < howMany; i++) {
            trials.add(trial(100 + i, 0));
        }
        return trials;
    }

    @Test
    void a_good_result_is_worth_less_the_more_was_tried_also_in_vain() {
        Worth.Judged good = judged(trial(1, 0.0012), List.of());
        double before = 1;
        for (int trials : new int[] {1, 2, 10, 100, 1_000}) {
            Worth worth = Worth.of(good, count(trials), List.of());
            assertTrue(worth.deflatedSharpe() < before, worth.toString());
            assertEquals(trials, worth.trials());
            assertEquals(3, worth.holdoutReadings());
            before = worth.deflatedSharpe();
        }
    }

    @Test
    void running_it_again_makes_no_difference() {
        Backtested good = trial(1, 0.0012);
        assertEquals(
                Worth.of(judged(good, List.of()), count(1), List.of()),
                Worth.of(judged(good, List.of()), count(1), List.of(good)));
    }

    @Test
    void copies_do_not_lower_the_bar() {
        Backtested good = trial(1, 0.0012);
        List<Backtested> copies = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            copies.add(new Backtested(
                    "op_copy" + i,
                    "copy",
                    null,
                    "copy" + i,
                    1,
                    null,
                    1.0,
                    good.sample(),
                    BARS_PER_YEAR,
                    good.blocks(),
                    40,
                    "clean",
                    false,
                    null,
                    null,
                    null,
                    ENDED));
        }
        Worth worth = Worth.of(judged(good, List.of()), count(51), copies);
        assertEquals(1.0 / (BARS - 1), worth.sharpeVariance(), 1e-12);
        assertTrue(worth.deflatedSharpe() < 0.95, worth.toString());
    }

    @Test
    void a_trial_that_knows_the_future_counts_but_does_not_raise_the_bar_for_everybody() {
        Worth.Judged good = judged(trial(1, 0.0015), List.of());
        List<Backtested> others = noise(5);
        double without = Worth.of(good, count(7), others).sharpeVariance();
        for (Backtested leak :
                List.of(trial(50, 0.05, true, "clean", null), trial(50, 0.05, false, "violated", null))) {
            List<Backtested> withLeak = new ArrayList<>(others);
            withLeak.add(leak);
            assertEquals(without, Worth.of(good, count(7), withLeak).sharpeVariance());
        }
        List<Backtested> withSkill = new ArrayList<>(others);
        withSkill.add(trial(50, 0.05));
        assertTrue(Worth.of(good, count(7), withSkill).sharpeVariance() > without);
    }

    @Test
    void luck_is_told_from_skill_by_company_or_by_placebos() {
        Backtested skilled = trial(1, 0.003);
        List<ReturnBlocks> placebos = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            placebos.add(Objects.requireNonNull(ReturnBlocks.of(returns(500 + i, 0))));
        }
        assertNull(Worth.of(judged(skilled, List.of()), count(1), List.of()).overfittingProbability());
        Double alone = Worth.of(judged(skilled, placebos), count(1), List.of()).overfittingProbability();
        assertTrue(alone != null && alone < 0.05, "with placebos " + alone);
        Worth luck = Worth.of(judged(trial(2, 0), placebos), count(31), noise(30));
        assertEquals(50, luck.comparedWith());
        Double lucky = luck.overfittingProbability();
        assertTrue(lucky != null && lucky > 0.25, "by luck " + lucky);
    }

    @Test
    void trials_on_other_bars_are_not_compared_bar_by_bar() {
        Backtested own = trial(1, 0.001);
        double[] shorter = returns(7, 0);
        ReturnBlocks other = ReturnBlocks.of(Arrays.copyOf(shorter, 900));
        assertEquals(
                0,
                Worth.of(judged(own, List.of(Objects.requireNonNull(other))), count(1), List.of())
                        .comparedWith());
    }

    @Test
    void who_was_convincing_and_is_not_any_more_has_fallen() {
        List<Backtested> tried = new ArrayList<>(noise(40));
        tried.add(trial(1, 0.0012, false, "clean", 0.999));
        tried.add(trial(2, 0.006, false, "clean", 0.999));
        Leaderboard board = Leaderboards.of(count(200), tried, 5);
        assertEquals(5, board.standings().size());
        assertEquals("op_trial2", board.standings().getFirst().researchId());
        assertFalse(board.standings().getFirst().fell());
        for (int limit : new int[] {1, 500}) {
            assertEquals(
                    List.of("op_trial1"),
                    Leaderboards.of(count(200), tried, limit).standings().stream()
                            .filter(Leaderboard.Standing::fell)
                            .map(Leaderboard.Standing::researchId)
                            .toList());
        }
        assertTrue(board.expectedMaximumSharpe() != null && board.expectedMaximumSharpe() > 1);
        assertTrue(board.overfittingProbability() != null && board.overfittingProbability() < 0.1);
    }

    @Test
    void a_dataset_that_nothing_was_backtested_on_has_an_empty_board() {
        Leaderboard board = Leaderboards.of(count(3), List.of(), 20);
        assertEquals(List.of(), board.standings());
        assertNull(board.expectedMaximumSharpe());
        assertNull(board.overfittingProbability());
    }
}

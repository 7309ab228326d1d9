package io.ktrdr.coordinator.assess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.coordinator.design.DatasetFacts;
import io.ktrdr.coordinator.design.TemplateDesigner;
import io.ktrdr.coordinator.gate.BacktestFigures;
import io.ktrdr.coordinator.gate.GateBypass;
import io.ktrdr.coordinator.gate.GateProfile;
import io.ktrdr.coordinator.gate.GateResult;
import io.ktrdr.coordinator.gate.Gates;
import io.ktrdr.quant.backtest.BacktestMetrics;
import io.ktrdr.quant.job.TrainingResult;
import io.ktrdr.quant.strategy.StrategySpec;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleAssessorTest {
    private static final StrategySpec STRATEGY =
            TemplateDesigner.design("Explore RSI variations", 1, new DatasetFacts("BTC-USD", "4h", 20_000), List.of());

    private static TrainingResult training(double accuracy, double majority, int bestEpoch) {
        return new TrainingResult(
                accuracy,
                0.69,
                10,
                List.of(),
                majority,
                true,
                bestEpoch,
                0.7,
                0.01,
                "validation",
                6000,
                4000,
                "x",
                "y",
                null,
                null);
    }

    private static BacktestMetrics backtest(double total, double sharpe, double drawdown, int trades) {
        return new BacktestMetrics(
                total, total, 0.2, sharpe, sharpe, 1.0, drawdown, trades == 0 ? null : 0.5, 1.1, 0.5, trades, null);
    }

    private static GateResult training(double accuracy) {
        return Gates.training(GateProfile.LENIENT, accuracy, 0.69, 0.01);
    }

    private static GateResult lenient(double drawdown, double sharpe) {
        return Gates.backtest(
                GateProfile.LENIENT,
                new BacktestFigures(0.5, drawdown, sharpe, null, null, null, null, null, null, null),
                0);
    }

    /** What the strict gate says of a backtest that is beyond doubt but for its deflated Sharpe ratio. */
    private static GateResult proof(double deflated) {
        return Gates.backtest(
                GateProfile.STRICT, new BacktestFigures(0.5, 0.1, 1.5, deflated, 0.0, 200.0, 0.2, 0.0, 0.0, null), 0);
    }

    private static Assessment assess(
            TrainingResult training, List<GateResult> gates, @Nullable BacktestMetrics backtest, double market) {
        return RuleAssessor.assess(new Evidence(STRATEGY, training, gates, backtest, market, proof(0.99)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                # accuracy, majority | total, market, sharpe, drawdown, trades | verdict
                0.56 | 0.51 | 0.30  | 0.10 | 1.5  | 0.10 | 200 | PROMISING
                0.52 | 0.51 | 0.30  | 0.10 | 1.5  | 0.10 | 200 | NEUTRAL
                0.56 | 0.51 | 0.30  | 0.40 | 1.5  | 0.10 | 200 | NEUTRAL
                0.56 | 0.51 | 0.30  | 0.10 | 0.9  | 0.10 | 200 | NEUTRAL
                0.56 | 0.51 | 0.30  | 0.10 | 1.5  | 0.30 | 200 | NEUTRAL
                0.56 | 0.51 | 0.30  | 0.10 | 1.5  | 0.10 | 29  | NEUTRAL
                0.56 | 0.51 | -0.10 | -0.5 | -0.1 | 0.20 | 200 | NEUTRAL
                0.56 | 0.51 | -0.10 | 0.10 | -0.1 | 0.20 | 200 | POOR
                0.56 | 0.51 | 0.00  | 0.10 | 0.0  | 0.00 | 0   | POOR
                """)
    void verdicts(
            double accuracy,
            double majority,
            double total,
            double market,
            double sharpe,
            double drawdown,
            int trades,
            Verdict verdict) {
        Assessment assessment = assess(
                training(accuracy, majority, 5),
                List.of(training(accuracy), lenient(drawdown, sharpe)),
                backtest(total, sharpe, drawdown, trades),
                market);
        assertEquals(verdict, assessment.verdict(), assessment.toString());
        assertFalse(assessment.suggestions().isEmpty());
        assertFalse(assessment.hypotheses().isEmpty());
        assertTrue(assessment.method().contains("no model was asked"));
    }

    @Test
    void a_failed_gate_is_poor_and_gives_its_reason() {
        Assessment assessment = assess(training(0.05, 0.5, 5), List.of(training(0.05)), null, 0.1);
        assertEquals(Verdict.POOR, assessment.verdict());
        assertEquals(
                "The training gate stopped it: accuracy_below_threshold (5.0% < 10%).",
                assessment.weaknesses().getFirst());
    }

    @Test
    void figures_are_told_as_they_are() {
        Assessment assessment = assess(training(0.52, 0.51, 1), List.of(), backtest(0.123, 0.5, 0.3, 12), 0.4);
        assertTrue(assessment
                .weaknesses()
                .contains("Within chance of the majority guess: 52.0% right, the majority guess 51.0% (validation)."));
        assertTrue(assessment.strengths().contains("It earned +12.3% after costs of 7.0 bps a fill."));
        assertTrue(assessment.weaknesses().contains("Buying and holding did better: +12.3% against +40.0%."));
        assertTrue(assessment.weaknesses().contains("Greatest drawdown 30.0%, hard to sit through."));
        assertTrue(assessment.weaknesses().contains("12 trades are too few to tell skill from luck (30 at least)."));
    }

    @Test
    void nothing_is_promising_that_may_as_well_be_luck_however_lenient_its_gates() {
        Evidence lucky = new Evidence(
                STRATEGY,
                training(0.56, 0.51, 5),
                List.of(training(0.56), lenient(0.1, 1.5)),
                backtest(0.3, 1.5, 0.1, 200),
                0.1,
                proof(0.8));
        Assessment assessment = RuleAssessor.assess(lucky);
        assertEquals(Verdict.NEUTRAL, assessment.verdict());
        assertTrue(assessment.weaknesses().contains("Not proven: deflated_sharpe_below_threshold (0.800 < 0.95)."));
    }

    @Test
    void a_bypassed_gate_stops_nothing_and_is_told_with_who_bypassed_it() {
        GateResult bypassed = proof(0.8).bypassed(new GateBypass("Ada", "for the seminar"));
        Assessment assessment = RuleAssessor.assess(new Evidence(
                STRATEGY, training(0.56, 0.51, 5), List.of(bypassed), backtest(0.3, 1.5, 0.1, 200), 0.1, proof(0.8)));
        assertEquals(Verdict.NEUTRAL, assessment.verdict());
        assertEquals(
                "The backtest gate would have stopped it (deflated_sharpe_below_threshold (0.800 < 0.95)), but Ada"
                        + " bypassed it: for the seminar",
                assessment.weaknesses().getFirst());
    }

    @Test
    void what_somebody_else_calls_promising_is_so_only_when_proven() {
        Assessment said = new Assessment(
                Verdict.PROMISING, List.of(), List.of(), List.of(), List.of(), List.of(), "Assessed by model m.");
        assertEquals(said, said.provenBy(proof(0.96)));
        assertEquals(Verdict.NEUTRAL, said.provenBy(proof(0.8)).verdict());
        assertEquals(
                "It was called promising, which is not proven: it was not backtested.",
                said.provenBy(null).weaknesses().getLast());
    }

    @Test
    void even_a_promising_one_is_told_to_try_again() {
        Assessment assessment = assess(training(0.56, 0.51, 5), List.of(), backtest(0.3, 1.5, 0.1, 200), 0.1);
        assertEquals(Verdict.PROMISING, assessment.verdict());
        assertTrue(assessment.suggestions().getFirst().contains("one good result among many tries"));
    }

    @Test
    void a_loss_is_not_praised_for_its_drawdown() {
        Assessment loser = RuleAssessor.assess(new Evidence(
                STRATEGY, training(0.52, 0.51, 5), List.of(), backtest(-0.15, -1.0, 0.2, 200), 0.1, proof(0.01)));
        assertEquals(List.of(), loser.strengths());
        Assessment earner = assess(training(0.52, 0.51, 5), List.of(), backtest(0.15, 1.2, 0.2, 200), 0.1);
        assertTrue(earner.strengths().contains("Greatest drawdown 20.0%."), earner.toString());
    }

    @Test
    void one_is_told_in_the_singular() {
        StrategySpec nextBar = new StrategySpec(
                STRATEGY.schemaVersion(),
                STRATEGY.name(),
                STRATEGY.description(),
                STRATEGY.hypothesis(),
                STRATEGY.family(),
                STRATEGY.indicators(),
                new StrategySpec.Label(1),
                STRATEGY.model(),
                STRATEGY.rules(),
                STRATEGY.sizing(),
                STRATEGY.costs());
        Assessment one = RuleAssessor.assess(
                new Evidence(nextBar, training(0.52, 0.51, 1), List.of(), backtest(0.1, 0.5, 0.1, 1), 0.4, null));
        assertTrue(one.weaknesses().contains("1 trade is too few to tell skill from luck (30 at least)."));
        assertTrue(one.weaknesses().stream().anyMatch(weakness -> weakness.startsWith("It learned for 1 epoch only")));
        assertTrue(one.hypotheses()
                .contains("For rsi features a longer horizon than 1 bar has more signal for its noise."));
    }

    @Test
    void what_costs_have_eaten_is_reckoned_by_what_was_traded() {
        String eaten = "Costs eat the gain of rsi strategies: fewer, longer trades would keep more.";
        BacktestMetrics fewTrades = backtest(-0.01, -0.1, 0.1, 3);
        assertFalse(assess(training(0.52, 0.51, 5), List.of(), fewTrades, 0.1)
                .hypotheses()
                .contains(eaten));
        // of 7 bps each, as the size was changed again and again
        BacktestMetrics manyChanges =
                new BacktestMetrics(-0.01, -0.01, 0.2, -0.1, -0.1, 1.0, 0.1, 0.5, 1.1, 0.5, 3, 20.0);
        assertTrue(assess(training(0.52, 0.51, 5), List.of(), manyChanges, 0.1)
                .hypotheses()
                .contains(eaten));
    }

    @Test
    void nothing_at_all_is_poor_and_says_so() {
        Assessment assessment = RuleAssessor.assess(new Evidence(STRATEGY, null, List.of(), null, null, null));
        assertEquals(Verdict.POOR, assessment.verdict());
        assertEquals("It was never trained.", assessment.weaknesses().getFirst());
    }

    @Test
    void json_has_the_verdict_in_lower_case() throws Exception {
        Assessment assessment = RuleAssessor.assess(new Evidence(STRATEGY, null, List.of(), null, null, null));
        assertTrue(
                new ObjectMapper().writeValueAsString(assessment).startsWith("{\"verdict\":\"poor\",\"strengths\":["));
    }
}

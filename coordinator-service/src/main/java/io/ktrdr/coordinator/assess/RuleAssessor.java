package io.ktrdr.coordinator.assess;

import io.ktrdr.coordinator.gate.GateBypass;
import io.ktrdr.coordinator.gate.GateResult;
import io.ktrdr.quant.backtest.BacktestMetrics;
import io.ktrdr.quant.job.TrainingResult;
import io.ktrdr.quant.strategy.StrategySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Judges by fixed rules, without asking a model. Promising takes everything at once: all gates passed, the strict one among
 * them whatever the research was asked to reach, told apart from the majority guess, earned after costs, beat buying and
 * holding, enough trades and a bearable drawdown. Poor takes one thing: a gate failed that nobody bypassed, no trades, or money
 * lost without at least losing less than the market did.
 */
public final class RuleAssessor {
    static final int ENOUGH_TRADES = 30;
    static final double GOOD_SHARPE = 1.0;
    static final double BEARABLE_DRAWDOWN = 0.25;
    /** Standard errors above the majority guess before accuracy is called more than luck. */
    static final double STANDARD_ERRORS = 2;

    static final String METHOD = "Rule-based assessment; no model was asked.";

    private final Evidence evidence;
    private final List<String> strengths = new ArrayList<>();
    private final List<String> weaknesses = new ArrayList<>();
    private final List<String> suggestions = new ArrayList<>();
    private final List<String> hypotheses = new ArrayList<>();

    private RuleAssessor(Evidence evidence) {
        this.evidence = evidence;
    }

    public static Assessment assess(Evidence evidence) {
        return new RuleAssessor(evidence).assess();
    }

    private Assessment assess() {
        boolean gatesPassed = gates();
        boolean hasSkill = training();
        Outcome outcome = backtest();
        boolean isProven = proof();
        Verdict verdict = verdict(gatesPassed, hasSkill && isProven, outcome);
        if (verdict == Verdict.PROMISING) {
            suggestions.add("Repeat with other seeds and on other markets before believing it: one good result among"
                    + " many tries is to be expected.");
        }
        if (suggestions.isEmpty()) {
            suggestions.add("Vary one thing at a time: the horizon, the thresholds, or one indicator.");
        }
        if (hypotheses.isEmpty()) {
            hypotheses.add("The " + family() + " features carry the same information on another market or timeframe.");
        }
        // no rule tells whether one result bears out a hypothesis or is chance: its tests are left to whoever designs
        // one
        return new Assessment(verdict, strengths, weaknesses, suggestions, hypotheses, List.of(), METHOD);
    }

    /** What the backtest showed, as far as the verdict needs it. */
    private enum Outcome {
        NONE,
        BAD,
        MIXED,
        GOOD
    }

    private static Verdict verdict(boolean gatesPassed, boolean hasSkill, Outcome outcome) {
        return switch (outcome) {
            case NONE, BAD -> Verdict.POOR;
            case MIXED -> gatesPassed ? Verdict.NEUTRAL : Verdict.POOR;
            case GOOD -> gatesPassed ? (hasSkill ? Verdict.PROMISING : Verdict.NEUTRAL) : Verdict.POOR;
        };
    }

    private boolean gates() {
        boolean passed = true;
        for (GateResult gate : evidence.gates()) {
            GateBypass bypass = gate.bypass();
            if (bypass != null) {
                weaknesses.add("The " + gate.gate() + " gate would have stopped it (" + gate.reason() + "), but "
                        + bypass.by() + " bypassed it: " + bypass.reason());
            } else if (!gate.passed()) {
                passed = false;
                weaknesses.add("The " + gate.gate() + " gate stopped it: " + gate.reason() + ".");
            }
        }
        return passed;
    }

    /** Whether it is more than luck, a leak, or the choice of the best of many. */
    private boolean proof() {
        GateResult proof = evidence.proof();
        if (proof == null) {
            return false;
        }
        if (proof.passed()) {
            strengths.add("It stands out from all that was tried on these data, and from twice its costs.");
        } else if (evidence.gates().stream().allMatch(gate -> !gate.profile().equals(proof.profile()))) {
            // strict gates have said it already
            weaknesses.add("Not proven: " + proof.reason() + ".");
        }
        return proof.passed();
    }

    /** Whether the model tells more than always saying the same. */
    private boolean training() {
        TrainingResult training = evidence.training();
        if (training == null) {
            weaknesses.add("It was never trained.");
            return false;
        }
        double standardError = Math.sqrt(0.25 / Math.max(1, training.validationSamples()));
        double lead = training.accuracy() - training.majorityAccuracy();
        String figures = text(
                "%.1f%% right, the majority guess %.1f%%",
                100 * training.accuracy(), 100 * training.majorityAccuracy());
        boolean hasSkill = lead > STANDARD_ERRORS * standardError;
        if (hasSkill) {
            strengths.add("The model tells more than the majority guess: " + figures + " (validation).");
        } else if (lead > 0) {
            weaknesses.add("Within chance of the majority guess: " + figures + " (validation).");
        } else {
            weaknesses.add("No better than the majority guess: " + figures + " (validation).");
        }
        if (!hasSkill) {
            suggestions.add("Look for features with information before tuning the rules: the model found none here.");
            int horizon = evidence.strategy().label().horizon();
            hypotheses.add("For " + family() + " features a longer horizon than " + horizon
                    + (horizon == 1 ? " bar" : " bars") + " has more signal for its noise.");
        }
        overfitting(training);
        return hasSkill;
    }

    private void overfitting(TrainingResult training) {
        if (training.bestEpoch() == 0) {
            weaknesses.add("No epoch of training lowered the validation loss.");
        } else if (training.stoppedEarly() && training.bestEpoch() <= 3) {
            weaknesses.add("It learned for " + training.bestEpoch() + (training.bestEpoch() == 1 ? " epoch" : " epochs")
                    + " only; after that it fitted noise (validation loss rose).");
            if (!evidence.strategy().model().hiddenLayers().isEmpty()) {
                suggestions.add("Try a smaller network or a higher l2: this one overfits at once.");
            }
        }
    }

    private Outcome backtest() {
        BacktestMetrics backtest = evidence.backtest();
        if (backtest == null) {
            return Outcome.NONE;
        }
        if (backtest.trades() == 0) {
            weaknesses.add("It never traded.");
            suggestions.add("Move long_above (" + evidence.strategy().rules().longAbove()
                    + ") closer to 0.5, so that it acts at all.");
            return Outcome.NONE;
        }
        boolean earned = returns(backtest);
        boolean beatsMarket = market(backtest);
        boolean isSteady = risk(backtest, earned);
        boolean isEnough = trades(backtest);
        if (!earned && !beatsMarket) {
            return Outcome.BAD;
        }
        return earned && beatsMarket && isSteady && isEnough ? Outcome.GOOD : Outcome.MIXED;
    }

    private boolean returns(BacktestMetrics backtest) {
        Double total = backtest.totalReturn();
        boolean earned = total != null && total > 0;
        if (total != null) {
            StrategySpec.Costs costs = evidence.strategy().costs();
            String figure =
                    text("%+.1f%% after costs of %.1f bps a fill", 100 * total, costs.feeBps() + costs.slippageBps());
            (earned ? strengths : weaknesses).add((earned ? "It earned " : "It lost ") + figure + ".");
        }
        if (!earned && total != null && total > -1 && StrictMath.log1p(total) + costsPaid(backtest) > 0) {
            hypotheses.add("Costs eat the gain of " + family() + " strategies: fewer, longer trades would keep more.");
            suggestions.add("Raise the margin between long_above and 0.5, or the horizon, to trade less.");
        }
        return earned;
    }

    /** Roughly, as a log return: two fills a trade with all of the equity, else what was really traded. */
    private double costsPaid(BacktestMetrics backtest) {
        StrategySpec.Costs costs = evidence.strategy().costs();
        Double turnover = backtest.turnover();
        double traded = turnover == null ? 2 * backtest.trades() : turnover;
        return traded * (costs.feeBps() + costs.slippageBps()) * 1e-4;
    }

    private boolean market(BacktestMetrics backtest) {
        Double total = backtest.totalReturn();
        Double baseline = evidence.buyAndHoldReturn();
        if (total == null || baseline == null) {
            weaknesses.add("There is nothing to compare it with.");
            return false;
        }
        String figures = text("%+.1f%% against %+.1f%%", 100 * total, 100 * baseline);
        boolean beats = total > baseline;
        (beats ? strengths : weaknesses)
                .add((beats ? "Better than buying and holding: " : "Buying and holding did better: ") + figures + ".");
        if (!beats && evidence.strategy().rules().shortBelow() != null && baseline > 0) {
            hypotheses.add("In a rising market the short trades of " + family()
                    + " strategies cost more than they bring: long only would do better.");
        }
        return beats;
    }

    /** A bearable drawdown is a strength only of what earned: who loses steadily has a small one too. */
    private boolean risk(BacktestMetrics backtest, boolean earned) {
        Double sharpe = backtest.sharpe();
        Double drawdown = backtest.maxDrawdown();
        boolean goodSharpe = sharpe != null && sharpe >= GOOD_SHARPE;
        if (sharpe != null && goodSharpe) {
            strengths.add(text("Sharpe ratio %.2f.", sharpe));
        } else if (sharpe != null && sharpe < 0) {
            weaknesses.add(text("Sharpe ratio %.2f: risk without reward.", sharpe));
        } else if (sharpe != null) {
            weaknesses.add(text("Sharpe ratio %.2f, below %.1f.", sharpe, GOOD_SHARPE));
        }
        boolean bearable = drawdown != null && drawdown <= BEARABLE_DRAWDOWN;
        if (drawdown != null && !bearable) {
            weaknesses.add(text("Greatest drawdown %.1f%%, hard to sit through.", 100 * drawdown));
        } else if (drawdown != null && earned) {
            strengths.add(text("Greatest drawdown %.1f%%.", 100 * drawdown));
        }
        if (!bearable) {
            suggestions.add("Add a feature of volatility, so that the model can stay out of rough markets.");
        }
        return goodSharpe && bearable;
    }

    private boolean trades(BacktestMetrics backtest) {
        boolean isEnough = backtest.trades() >= ENOUGH_TRADES;
        if (!isEnough) {
            weaknesses.add(backtest.trades() + (backtest.trades() == 1 ? " trade is" : " trades are")
                    + " too few to tell skill from luck (" + ENOUGH_TRADES + " at least).");
            suggestions.add("Test on a longer series or a finer timeframe to get more trades.");
        }
        return isEnough;
    }

    /** A hypothesis is read without the research that gave rise to it, so it says what it is about. */
    private String family() {
        return evidence.strategy().family();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

package io.ktrdr.coordinator.gate;

import io.ktrdr.coordinator.gate.Threshold.Side;
import io.ktrdr.coordinator.gate.Threshold.Unit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which results are worth the next phase. A gate that does not pass sends the research straight to its assessment. */
public final class Gates {
    public static final String TRAINING = "training";
    public static final String BACKTEST = "backtest";

    private static final Threshold ACCURACY = new Threshold("accuracy", Side.AT_LEAST, 0.10, Unit.SHARE);
    private static final Threshold LOSS = new Threshold("loss", Side.AT_MOST, 0.8, Unit.PLAIN);
    private static final Threshold LOSS_DECREASE = new Threshold("loss_decrease", Side.AT_LEAST, -0.5, Unit.SHARE);
    private static final Threshold WIN_RATE = new Threshold("win_rate", Side.AT_LEAST, 0.10, Unit.SHARE);
    private static final Threshold MAX_DRAWDOWN = new Threshold("max_drawdown", Side.AT_MOST, 0.4, Unit.SHARE);
    private static final Threshold SHARPE = new Threshold("sharpe", Side.AT_LEAST, -0.5, Unit.PLAIN);

    private static final Threshold DEFLATED_SHARPE = new Threshold("deflated_sharpe", Side.AT_LEAST, 0.95, Unit.PLAIN);
    private static final Threshold OVERFITTING =
            new Threshold("overfitting_probability", Side.AT_MOST, 0.2, Unit.SHARE);
    private static final Threshold TRADES = new Threshold("trades", Side.AT_LEAST, 30, Unit.WHOLE);
    private static final Threshold TWICE_THE_COST = new Threshold("return_at_twice_cost", Side.ABOVE, 0, Unit.SHARE);
    private static final Threshold LOOK_AHEAD = new Threshold("look_ahead_violations", Side.AT_MOST, 0, Unit.WHOLE);
    private static final Threshold TOO_GOOD = new Threshold("too_good", Side.AT_MOST, 0, Unit.WHOLE);

    private Gates() {}

    /**
     * After training, by figures of data that the model did not learn from. Both profiles ask the same here: what only the
     * backtest can show is not guessed before.
     *
     * @param accuracy     0..1
     * @param loss         mean cross-entropy in nats
     * @param lossDecrease (initial - final) / initial
     */
    public static GateResult training(
            GateProfile profile, @Nullable Double accuracy, @Nullable Double loss, @Nullable Double lossDecrease) {
        return new Judgement(TRAINING, profile)
                .check(ACCURACY, accuracy)
                .check(LOSS, loss)
                .check(LOSS_DECREASE, lossDecrease)
                .result();
    }

    /**
     * After the backtest.
     *
     * @param fewestAfterCutoff bars that a strategy designed by a model has to be tested on after that model's knowledge ends;
     *                          0 asks for none. Only the strict profile asks
     */
    public static GateResult backtest(GateProfile profile, BacktestFigures figures, int fewestAfterCutoff) {
        Judgement judgement = new Judgement(BACKTEST, profile)
                .check(WIN_RATE, figures.winRate())
                .check(MAX_DRAWDOWN, figures.maxDrawdown())
                .check(SHARPE, figures.sharpe());
        return switch (profile) {
            case LENIENT -> judgement.result();
            case STRICT -> {
                judgement
                        .check(DEFLATED_SHARPE, figures.deflatedSharpe())
                        .check(OVERFITTING, figures.overfittingProbability())
                        .check(TRADES, figures.trades())
                        .check(TWICE_THE_COST, figures.returnAtTwiceCost())
                        .check(LOOK_AHEAD, figures.lookAheadViolations())
                        .check(TOO_GOOD, figures.tooGood());
                if (fewestAfterCutoff > 0) {
                    judgement.check(
                            new Threshold("bars_after_cutoff", Side.AT_LEAST, fewestAfterCutoff, Unit.WHOLE),
                            figures.barsAfterCutoff());
                }
                yield judgement.result();
            }
        };
    }

    private static final class Judgement {
        private final String gate;
        private final GateProfile profile;
        private final List<GateCheck> checks = new ArrayList<>();
        private final List<String> reasons = new ArrayList<>();

        Judgement(String gate, GateProfile profile) {
            this.gate = gate;
            this.profile = profile;
        }

        Judgement check(Threshold threshold, @Nullable Double value) {
            checks.add(threshold.check(value));
            threshold.reason(value).ifPresent(reasons::add);
            return this;
        }

        GateResult result() {
            boolean passed = reasons.isEmpty();
            return new GateResult(
                    gate, profile.wireName(), passed, checks, passed ? null : String.join("; ", reasons), null);
        }
    }
}

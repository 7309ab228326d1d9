package io.ktrdr.coordinator.gate;

import io.ktrdr.coordinator.gate.Threshold.Side;
import io.ktrdr.coordinator.gate.Threshold.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which results are worth the next phase. A gate that does not pass sends the research straight to its assessment.
 *
 * <p>The lenient profile only stops what is plainly broken: it lets a coin pass, and means to.
 */
public final class Gates {
    public static final String TRAINING = "training";
    public static final String BACKTEST = "backtest";
    public static final String LENIENT = "lenient";

    private static final Threshold ACCURACY = new Threshold("accuracy", Side.AT_LEAST, 0.10, Unit.SHARE);
    private static final Threshold LOSS = new Threshold("loss", Side.AT_MOST, 0.8, Unit.PLAIN);
    private static final Threshold LOSS_DECREASE = new Threshold("loss_decrease", Side.AT_LEAST, -0.5, Unit.SHARE);
    private static final Threshold WIN_RATE = new Threshold("win_rate", Side.AT_LEAST, 0.10, Unit.SHARE);
    private static final Threshold MAX_DRAWDOWN = new Threshold("max_drawdown", Side.AT_MOST, 0.4, Unit.SHARE);
    private static final Threshold SHARPE = new Threshold("sharpe", Side.AT_LEAST, -0.5, Unit.PLAIN);

    private Gates() {}

    /**
     * After training, by figures of data that the model did not learn from.
     *
     * @param accuracy     0..1
     * @param loss         mean cross-entropy in nats
     * @param lossDecrease (initial - final) / initial
     */
    public static GateResult training(@Nullable Double accuracy, @Nullable Double loss, @Nullable Double lossDecrease) {
        return lenient(TRAINING, new Threshold[] {ACCURACY, LOSS, LOSS_DECREASE}, accuracy, loss, lossDecrease);
    }

    /**
     * After the backtest.
     *
     * @param winRate     0..1; null without trades
     * @param maxDrawdown 0..1
     * @param sharpe      annualised; null where nothing moved
     */
    public static GateResult backtest(@Nullable Double winRate, @Nullable Double maxDrawdown, @Nullable Double sharpe) {
        return lenient(BACKTEST, new Threshold[] {WIN_RATE, MAX_DRAWDOWN, SHARPE}, winRate, maxDrawdown, sharpe);
    }

    private static GateResult lenient(String gate, Threshold[] thresholds, @Nullable Double... values) {
        List<GateCheck> checks = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        List<@Nullable Double> figures = Arrays.asList(values);
        for (int i = 0; i < thresholds.length; i++) {
            checks.add(thresholds[i].check(figures.get(i)));
            thresholds[i].reason(figures.get(i)).ifPresent(reasons::add);
        }
        return new GateResult(
                gate, LENIENT, reasons.isEmpty(), checks, reasons.isEmpty() ? null : String.join("; ", reasons));
    }
}

package io.ktrdr.coordinator.gate;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.coordinator.gate.GateResult.Check;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The checks between phases, profile {@code lenient}: they stop what is broken, not what is merely unprofitable. A metric
 * that is missing fails its check: no metric is ever taken for granted.
 */
public final class Gates {
    private static final String LENIENT = "lenient";

    private static final double MIN_ACCURACY = 0.10;
    private static final double MAX_LOSS = 0.8;
    private static final double MIN_LOSS_DECREASE = -0.5;
    private static final double MIN_WIN_RATE = 0.10;
    private static final double MAX_DRAWDOWN = 0.4;
    private static final double MIN_SHARPE = -0.5;

    private Gates() {}

    /**
     * @param training with {@code accuracy} (0..1) and {@code loss} (cross-entropy, nats) on the validation window and
     *     {@code history}, whose {@code validation_loss} per epoch gives the relative decrease
     */
    public static GateResult training(JsonNode training) {
        return new GateResult(
                "training",
                LENIENT,
                List.of(
                        atLeast("accuracy", number(training, "accuracy"), MIN_ACCURACY, true),
                        atMost("loss", number(training, "loss"), MAX_LOSS, false),
                        atLeast("loss_decrease", lossDecrease(training.path("history")), MIN_LOSS_DECREASE, true)));
    }

    /** @param backtest with {@code win_rate} (0..1), {@code max_drawdown} (0..1) and {@code sharpe} (annualised) */
    public static GateResult backtest(JsonNode backtest) {
        return new GateResult(
                "backtest",
                LENIENT,
                List.of(
                        atLeast("win_rate", number(backtest, "win_rate"), MIN_WIN_RATE, true),
                        atMost("max_drawdown", number(backtest, "max_drawdown"), MAX_DRAWDOWN, true),
                        atLeast("sharpe", number(backtest, "sharpe"), MIN_SHARPE, false)));
    }

    /** (first - last) / first of the validation loss; null without two epochs. */
    private static @Nullable Double lossDecrease(JsonNode history) {
        if (history.size() < 2) {
            return history.isEmpty() ? null : Double.valueOf(0);
        }
        Double first = number(history.get(0), "validation_loss");
        Double last = number(history.get(history.size() - 1), "validation_loss");
        return first == null || last == null || first == 0 ? null : Double.valueOf((first - last) / first);
    }

    private static @Nullable Double number(JsonNode parent, String field) {
        JsonNode node = parent.path(field);
        return node.isNumber() && Double.isFinite(node.doubleValue()) ? node.doubleValue() : null;
    }

    private static Check atLeast(String name, @Nullable Double value, double threshold, boolean percent) {
        return check(name, value, threshold, value != null && value >= threshold, "_below_threshold", " < ", percent);
    }

    private static Check atMost(String name, @Nullable Double value, double threshold, boolean percent) {
        return check(name, value, threshold, value != null && value <= threshold, "_above_threshold", " > ", percent);
    }

    private static Check check(
            String name,
            @Nullable Double value,
            double threshold,
            boolean passed,
            String suffix,
            String relation,
            boolean percent) {
        String reason = passed
                ? null
                : value == null
                        ? name + "_missing"
                        : name + suffix + " (" + measured(value, percent) + relation + limit(threshold, percent) + ")";
        return new Check(name, value, threshold, passed, reason);
    }

    private static String measured(double value, boolean percent) {
        return percent ? String.format(Locale.ROOT, "%.1f%%", value * 100) : String.format(Locale.ROOT, "%.3f", value);
    }

    private static String limit(double value, boolean percent) {
        return percent ? String.format(Locale.ROOT, "%.0f%%", value * 100) : String.format(Locale.ROOT, "%s", value);
    }
}

package io.ktrdr.quant.indicators;

import io.ktrdr.quant.indicators.IndicatorDefinition.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every indicator there is. Strategy files are checked against it and the designer picks from it. */
public final class IndicatorCatalogue {
    private static final List<String> CLOSE = List.of("close");
    private static final List<String> HIGH_LOW_CLOSE = List.of("high", "low", "close");
    private static final List<String> CLOSE_VOLUME = List.of("close", "volume");

    private static final Map<String, IndicatorDefinition> BY_NAME = new TreeMap<>();

    static {
        average("sma", "Simple moving average", (close, period) -> MovingAverages.simple(close, period));
        average("ema", "Exponential moving average", (close, period) -> MovingAverages.exponential(close, period));
        average("wma", "Linearly weighted moving average", (close, period) -> MovingAverages.weighted(close, period));
        momentum();
        trend();
        volatility();
        volume();
    }

    private IndicatorCatalogue() {}

    public static Optional<IndicatorDefinition> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /**
     * By name.
     *
     * @throws IllegalArgumentException for a name that is not in the catalogue
     */
    public static IndicatorDefinition get(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("No indicator " + name));
    }

    /** In order of names. */
    public static List<IndicatorDefinition> all() {
        return new ArrayList<>(BY_NAME.values());
    }

    /** In order. */
    public static List<String> names() {
        return new ArrayList<>(BY_NAME.keySet());
    }

    @FunctionalInterface
    private interface Average {
        double[] of(double[] close, int period);
    }

    private static void average(String name, String description, Average average) {
        add(
                name,
                description + "; distance is close / average - 1",
                "trend",
                CLOSE,
                List.of(Parameter.period(20)),
                List.of("distance", "value"),
                (bars, with) -> {
                    double[] close = bars.closes();
                    double[] value = average.of(close, with.whole("period"));
                    double[] distance = new double[close.length];
                    for (int i = 0; i < close.length; i++) {
                        distance[i] = close[i] / value[i] - 1;
                    }
                    return new double[][] {distance, value};
                });
    }

    private static void momentum() {
        add(
                "rsi",
                "Relative strength index, 0..100",
                "momentum",
                CLOSE,
                List.of(Parameter.period(14)),
                List.of("value"),
                (bars, with) -> new double[][] {Oscillators.relativeStrength(bars.closes(), with.whole("period"))});
        List<Parameter> convergence = List.of(
                Parameter.whole("fast", 2, 200, 12),
                Parameter.whole("slow", 3, 500, 26),
                Parameter.whole("signal", 2, 100, 9));
        add(
                "macd",
                "Moving average convergence divergence in units of price",
                "momentum",
                CLOSE,
                convergence,
                List.of("histogram", "line", "signal"),
                (bars, with) -> histogramFirst(Oscillators.convergence(
                        bars.closes(), with.whole("fast"), with.whole("slow"), with.whole("signal"))));
        add(
                "ppo",
                "MACD in percent of the slow average",
                "momentum",
                CLOSE,
                convergence,
                List.of("histogram", "line", "signal"),
                (bars, with) -> histogramFirst(Oscillators.convergencePercent(
                        bars.closes(), with.whole("fast"), with.whole("slow"), with.whole("signal"))));
        add(
                "stochastic",
                "Slow stochastic, 0..100",
                "momentum",
                HIGH_LOW_CLOSE,
                List.of(
                        Parameter.period(14),
                        Parameter.whole("smooth_k", 1, 50, 3),
                        Parameter.whole("smooth_d", 1, 50, 3)),
                List.of("k", "d"),
                (bars, with) -> Oscillators.stochastic(
                        bars.highs(),
                        bars.lows(),
                        bars.closes(),
                        with.whole("period"),
                        with.whole("smooth_k"),
                        with.whole("smooth_d")));
        add(
                "williams_r",
                "Williams %R, -100..0",
                "momentum",
                HIGH_LOW_CLOSE,
                List.of(Parameter.period(14)),
                List.of("value"),
                (bars, with) -> new double[][] {
                    Oscillators.williams(bars.highs(), bars.lows(), bars.closes(), with.whole("period"))
                });
        add(
                "roc",
                "Rate of change in percent",
                "momentum",
                CLOSE,
                List.of(Parameter.whole("period", 1, 500, 10)),
                List.of("value"),
                (bars, with) -> new double[][] {Oscillators.rateOfChange(bars.closes(), with.whole("period"))});
        add(
                "momentum",
                "Change in units of price",
                "momentum",
                CLOSE,
                List.of(Parameter.whole("period", 1, 500, 10)),
                List.of("value"),
                (bars, with) -> new double[][] {Oscillators.momentum(bars.closes(), with.whole("period"))});
        add(
                "cci",
                "Commodity channel index",
                "momentum",
                HIGH_LOW_CLOSE,
                List.of(Parameter.period(20)),
                List.of("value"),
                (bars, with) -> new double[][] {
                    Oscillators.commodityChannel(bars.highs(), bars.lows(), bars.closes(), with.whole("period"))
                });
    }

    private static void trend() {
        add(
                "adx",
                "Average directional index and its two directions, 0..100",
                "trend",
                HIGH_LOW_CLOSE,
                List.of(Parameter.period(14)),
                List.of("adx", "plus_di", "minus_di"),
                (bars, with) -> Trend.directional(bars.highs(), bars.lows(), bars.closes(), with.whole("period")));
    }

    private static void volatility() {
        add(
                "atr",
                "Average true range; percent is relative to the close",
                "volatility",
                HIGH_LOW_CLOSE,
                List.of(Parameter.period(14)),
                List.of("percent", "value"),
                (bars, with) -> {
                    double[] close = bars.closes();
                    double[] value =
                            Volatility.averageTrueRange(bars.highs(), bars.lows(), close, with.whole("period"));
                    double[] percent = new double[close.length];
                    for (int i = 0; i < close.length; i++) {
                        percent[i] = 100 * value[i] / close[i];
                    }
                    return new double[][] {percent, value};
                });
        add(
                "bollinger",
                "Bollinger bands: position within them and their relative width",
                "volatility",
                CLOSE,
                List.of(Parameter.period(20), new Parameter("deviations", 0.5, 5, 2, false)),
                List.of("percent_b", "width"),
                (bars, with) -> Volatility.bollinger(bars.closes(), with.whole("period"), with.number("deviations")));
        add(
                "zscore",
                "Standard deviations between close and its mean",
                "volatility",
                CLOSE,
                List.of(Parameter.period(20)),
                List.of("value"),
                (bars, with) -> new double[][] {Volatility.zScore(bars.closes(), with.whole("period"))});
        add(
                "volatility",
                "Standard deviation of log returns, per bar",
                "volatility",
                CLOSE,
                List.of(Parameter.period(20)),
                List.of("value"),
                (bars, with) -> new double[][] {Volatility.ofReturns(bars.closes(), with.whole("period"))});
        add(
                "donchian",
                "Position of the close in the range of the last bars, 0..1",
                "range",
                HIGH_LOW_CLOSE,
                List.of(Parameter.period(20)),
                List.of("position"),
                (bars, with) -> {
                    double[] close = bars.closes();
                    double[] high = bars.highs();
                    double[] low = bars.lows();
                    int period = with.whole("period");
                    double[] position = Windowed.undefined(close.length);
                    for (int i = period - 1; i < close.length; i++) {
                        position[i] = Oscillators.positionAt(high, low, close, i, period);
                    }
                    return new double[][] {position};
                });
    }

    private static void volume() {
        add(
                "obv",
                "On-balance volume; flow is its change relative to all volume, -1..1",
                "volume",
                CLOSE_VOLUME,
                List.of(Parameter.period(20)),
                List.of("flow", "value"),
                (bars, with) -> new double[][] {
                    Volumes.onBalanceFlow(bars.closes(), bars.volumes(), with.whole("period")),
                    Volumes.onBalance(bars.closes(), bars.volumes())
                });
        add(
                "volume_ratio",
                "Volume relative to its mean",
                "volume",
                List.of("volume"),
                List.of(Parameter.period(20)),
                List.of("value"),
                (bars, with) -> new double[][] {Volumes.ratio(bars.volumes(), with.whole("period"))});
    }

    private static double[][] histogramFirst(double[][] lineSignalHistogram) {
        return new double[][] {lineSignalHistogram[2], lineSignalHistogram[0], lineSignalHistogram[1]};
    }

    private static void add(
            String name,
            String description,
            String family,
            List<String> inputs,
            List<Parameter> parameters,
            List<String> outputs,
            IndicatorDefinition.Kernel kernel) {
        BY_NAME.put(name, new IndicatorDefinition(name, description, family, inputs, parameters, outputs, kernel));
    }
}

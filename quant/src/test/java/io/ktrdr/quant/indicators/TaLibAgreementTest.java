package io.ktrdr.quant.indicators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tictactec.ta.lib.Core;
import com.tictactec.ta.lib.MAType;
import com.tictactec.ta.lib.MInteger;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** TA-Lib 0.4 is the reference that traders compare with. */
class TaLibAgreementTest {
    private static final double TOLERANCE = 1e-9;
    private static final Bars BARS = SyntheticBars.randomWalk(7, 2000, Timeframe.parse("1h"), 0.01);
    private static final int LAST = BARS.size() - 1;

    private final Core reference = new Core();
    private final double[] high = BARS.highs();
    private final double[] low = BARS.lows();
    private final double[] close = BARS.closes();
    private final double[] volume = BARS.volumes();
    private final MInteger from = new MInteger();
    private final MInteger count = new MInteger();
    private final double[] expected = new double[BARS.size()];
    private final double[] expected2 = new double[BARS.size()];
    private final double[] expected3 = new double[BARS.size()];

    @Test
    void simple_moving_average() {
        reference.sma(0, LAST, close, 20, from, count, expected);
        agrees("sma", "value", expected, "period", 20);
    }

    @Test
    void exponential_moving_average() {
        reference.ema(0, LAST, close, 21, from, count, expected);
        agrees("ema", "value", expected, "period", 21);
    }

    @Test
    void weighted_moving_average() {
        reference.wma(0, LAST, close, 10, from, count, expected);
        agrees("wma", "value", expected, "period", 10);
    }

    @Test
    void relative_strength_index() {
        reference.rsi(0, LAST, close, 14, from, count, expected);
        agrees("rsi", "value", expected, "period", 14);
    }

    @Test
    void moving_average_convergence_divergence() {
        reference.macd(0, LAST, close, 12, 26, 9, from, count, expected, expected2, expected3);
        agrees("macd", "line", expected, "fast", 12, "slow", 26, "signal", 9);
        agrees("macd", "signal", expected2, "fast", 12, "slow", 26, "signal", 9);
        agrees("macd", "histogram", expected3, "fast", 12, "slow", 26, "signal", 9);
    }

    @Test
    void bollinger_bands() {
        reference.bbands(0, LAST, close, 20, 2, 2, MAType.Sma, from, count, expected, expected2, expected3);
        double[] percent = new double[count.value];
        double[] width = new double[count.value];
        for (int i = 0; i < count.value; i++) {
            percent[i] = (close[from.value + i] - expected3[i]) / (expected[i] - expected3[i]);
            width[i] = (expected[i] - expected3[i]) / expected2[i];
        }
        agrees("bollinger", "percent_b", percent, "period", 20, "deviations", 2);
        agrees("bollinger", "width", width, "period", 20, "deviations", 2);
    }

    @Test
    void average_true_range() {
        reference.atr(0, LAST, high, low, close, 14, from, count, expected);
        agrees("atr", "value", expected, "period", 14);
    }

    @Test
    void stochastic() {
        reference.stoch(0, LAST, high, low, close, 14, 3, MAType.Sma, 5, MAType.Sma, from, count, expected, expected2);
        agrees("stochastic", "k", expected, "period", 14, "smooth_k", 3, "smooth_d", 5);
        agrees("stochastic", "d", expected2, "period", 14, "smooth_k", 3, "smooth_d", 5);
    }

    @Test
    void williams_percent_range() {
        reference.willR(0, LAST, high, low, close, 14, from, count, expected);
        agrees("williams_r", "value", expected, "period", 14);
    }

    @Test
    void rate_of_change() {
        reference.roc(0, LAST, close, 10, from, count, expected);
        agrees("roc", "value", expected, "period", 10);
    }

    @Test
    void momentum() {
        reference.mom(0, LAST, close, 10, from, count, expected);
        agrees("momentum", "value", expected, "period", 10);
    }

    @Test
    void average_directional_index() {
        reference.adx(0, LAST, high, low, close, 14, from, count, expected);
        agrees("adx", "adx", expected, "period", 14);
        reference.plusDI(0, LAST, high, low, close, 14, from, count, expected);
        agrees("adx", "plus_di", expected, "period", 14);
        reference.minusDI(0, LAST, high, low, close, 14, from, count, expected);
        agrees("adx", "minus_di", expected, "period", 14);
    }

    @Test
    void commodity_channel_index() {
        reference.cci(0, LAST, high, low, close, 20, from, count, expected);
        agrees("cci", "value", expected, "period", 20);
    }

    @Test
    void on_balance_volume() {
        reference.obv(0, LAST, close, volume, from, count, expected);
        agrees("obv", "value", expected, "period", 20);
    }

    @Test
    void z_score_by_mean_and_standard_deviation() {
        reference.stdDev(0, LAST, close, 20, 1, from, count, expected);
        reference.sma(0, LAST, close, 20, from, count, expected2);
        double[] score = new double[count.value];
        for (int i = 0; i < count.value; i++) {
            score[i] = (close[from.value + i] - expected2[i]) / expected[i];
        }
        agrees("zscore", "value", score, "period", 20);
    }

    /** Every value that the reference gives, at its bar. */
    private void agrees(String name, String output, double[] values, Object... params) {
        Map<String, Double> given = new TreeMap<>();
        for (int i = 0; i < params.length; i += 2) {
            given.put((String) params[i], ((Number) params[i + 1]).doubleValue());
        }
        double[] ours = IndicatorCatalogue.get(name).compute(BARS, given, output);
        assertTrue(count.value > 1900, name);
        for (int i = 0; i < count.value; i++) {
            double tolerance = TOLERANCE * StrictMath.max(1, StrictMath.abs(values[i]));
            assertEquals(values[i], ours[from.value + i], tolerance, name + " at bar " + (from.value + i));
        }
    }
}

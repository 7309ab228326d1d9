package io.ktrdr.quant.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Numbers worked out by hand. */
class PerformanceTest {
    private static final double EXACT = 1e-12;

    /** Returns +10 %, -10 %, +20 %, 0 %. */
    private static final double[] EQUITY = {1, 1.1, 0.99, 1.188, 1.188};

    private static final double[] RETURNS = {0.1, -0.1, 0.2, 0.0};

    private static void assertClose(double expected, @Nullable Double actual) {
        assertTrue(actual != null);
        assertEquals(expected, actual, EXACT);
    }

    @Test
    void returns_of_an_equity_curve() {
        assertArrayEquals(RETURNS, Returns.of(EQUITY), EXACT);
        assertArrayEquals(new double[] {-1, 0}, Returns.of(new double[] {1, 0, 0}), EXACT);
        assertEquals(0, Returns.of(new double[0]).length);
    }

    @Test
    void mean_and_deviations() {
        assertEquals(0.05, Returns.mean(RETURNS), EXACT);
        // squares of .05, .15, .15, .05 sum to .05; over three
        assertEquals(StrictMath.sqrt(0.05 / 3), Returns.deviation(RETURNS), EXACT);
        // .01 over four
        assertEquals(0.05, Returns.downsideDeviation(RETURNS), EXACT);
    }

    @Test
    void skewness_and_kurtosis_are_standardised_moments() {
        assertEquals(0, Returns.skewness(new double[] {-1, 0, 1}), EXACT);
        assertEquals(1, Returns.kurtosis(new double[] {-1, 1, -1, 1}), EXACT);
        // mean 1, squares 1, 1, 1, 9 over four: 3; cubes -1, -1, -1, 27; fourth powers 1, 1, 1, 81
        double[] lopsided = {0, 0, 0, 4};
        assertEquals(6 / StrictMath.pow(3, 1.5), Returns.skewness(lopsided), EXACT);
        assertEquals(21 / 9.0, Returns.kurtosis(lopsided), EXACT);
        assertTrue(Double.isNaN(Returns.skewness(new double[] {0, 0})));
        assertTrue(Double.isNaN(Returns.kurtosis(new double[] {1})));
    }

    @Test
    void sharpe_and_sortino_are_annualised_by_the_root_of_bars_per_year() {
        assertClose(0.05 / StrictMath.sqrt(0.05 / 3) * 4, Performance.sharpe(RETURNS, 16));
        assertClose(4, Performance.sortino(RETURNS, 16));
        assertClose(StrictMath.sqrt(0.05 / 3) * 4, Performance.volatility(RETURNS, 16));
    }

    @Test
    void total_and_annualised_return() {
        assertClose(0.188, Performance.totalReturn(EQUITY));
        // half a year: twice that growth
        assertClose(1.188 * 1.188 - 1, Performance.annualizedReturn(0.188, 4, 8));
        assertClose(-1, Performance.annualizedReturn(-1, 4, 8));
    }

    @Test
    void drawdown_and_calmar() {
        assertEquals(0.1, Performance.maxDrawdown(EQUITY), EXACT);
        assertEquals(0.75, Performance.maxDrawdown(new double[] {2, 4, 3, 1, 5}), EXACT);
        assertEquals(0, Performance.maxDrawdown(new double[] {1, 2, 3}), EXACT);
        assertClose(5, Performance.calmar(0.5, 0.1));
    }

    @Test
    void win_rate_and_profit_factor() {
        double[] profits = {3, -1, 0, -0.5, 1};
        assertClose(0.4, Performance.winRate(profits));
        assertClose(4 / 1.5, Performance.profitFactor(profits));
    }

    @Test
    void what_is_not_defined_is_null_and_never_a_number() {
        double[] flat = {0, 0, 0};
        assertNull(Performance.sharpe(flat, 16));
        assertNull(Performance.sharpe(new double[] {0.1}, 16));
        assertNull(Performance.sortino(new double[] {0.1, 0.2}, 16));
        assertNull(Performance.volatility(new double[] {0.1}, 16));
        assertNull(Performance.totalReturn(new double[0]));
        assertNull(Performance.annualizedReturn(0.1, 0, 16));
        assertNull(Performance.annualizedReturn(1e6, 1, 1e6));
        assertNull(Performance.calmar(0.5, 0));
        assertNull(Performance.calmar(null, 0.1));
        assertNull(Performance.winRate(new double[0]));
        assertNull(Performance.profitFactor(new double[] {1, 2}));
        assertNull(Performance.profitFactor(new double[0]));
    }
}

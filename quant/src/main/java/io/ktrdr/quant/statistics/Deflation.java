package io.ktrdr.quant.statistics;

import io.ktrdr.quant.statistics.SharpeInference.Sample;

/**
 * A Sharpe ratio judged as one of all that were tried. All of it is per bar.
 *
 * <p>Bailey and Lopez de Prado: The Deflated Sharpe Ratio, Journal of Portfolio Management 40(5), 2014; with a floor under
 * the variance of the trials. Trials without any skill differ by chance alone by about 1 / (bars - 1), if they are independent
 * of each other. Where they differ less they are copies of each other, or most of them failed before they had a return; then
 * the paper's formula would expect next to nothing of the best of a thousand.
 *
 * @param trials          how many were tried, this one included
 * @param variance        of the trials' Sharpe ratios, or 1 / (bars - 1) if that is more
 * @param expectedMaximum Sharpe ratio that the best of so many trials without skill would show
 * @param deflated        probability that the true Sharpe ratio is above that, 0..1
 */
public record Deflation(long trials, double variance, double expectedMaximum, double deflated) {
    /**
     * @param own    of the trial that is judged
     * @param others per-bar Sharpe ratios of the other trials on the same data, as far as they have one
     * @param trials all that were tried, this one and those without returns included; where more are given than that, so many
     *               as are given
     */
    public static Deflation of(Sample own, double[] others, long trials) {
        long counted = StrictMath.max(trials, others.length + 1L);
        double variance = StrictMath.max(variance(own.sharpe(), others), 1 / (own.bars() - 1.0));
        double expected = SharpeInference.expectedMaximum(variance, counted);
        return new Deflation(counted, variance, expected, SharpeInference.probabilistic(own, expected));
    }

    /** Of a sample; 0 for a single trial. */
    private static double variance(double own, double[] others) {
        if (others.length == 0) {
            return 0;
        }
        double[] all = new double[others.length + 1];
        System.arraycopy(others, 0, all, 1, others.length);
        all[0] = own;
        double deviation = Returns.deviation(all);
        if (!Double.isFinite(deviation)) {
            throw new IllegalArgumentException("Sharpe ratios are finite");
        }
        return deviation * deviation;
    }
}

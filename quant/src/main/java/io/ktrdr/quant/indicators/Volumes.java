package io.ktrdr.quant.indicators;

/** Indicators of traded volume. */
final class Volumes {
    private Volumes() {}

    /** On-balance volume (Granville), in units of volume; starts at the first bar's volume as TA-Lib's does. */
    static double[] onBalance(double[] close, double[] volume) {
        double[] result = new double[close.length];
        for (int i = 0; i < close.length; i++) {
            double sign = i == 0 ? 1 : StrictMath.signum(close[i] - close[i - 1]);
            result[i] = (i == 0 ? 0 : result[i - 1]) + sign * volume[i];
        }
        return result;
    }

    /** Share of the last bars' volume that went up minus the share that went down, -1..1; 0 without any volume. */
    static double[] onBalanceFlow(double[] close, double[] volume, int period) {
        double[] result = Windowed.undefined(close.length);
        for (int i = period; i < close.length; i++) {
            double flow = 0;
            double total = 0;
            for (int j = i - period + 1; j <= i; j++) {
                flow += StrictMath.signum(close[j] - close[j - 1]) * volume[j];
                total += volume[j];
            }
            result[i] = total == 0 ? 0 : flow / total;
        }
        return result;
    }

    /** Volume relative to its mean over the last bars, the present one included; 1 without any volume. */
    static double[] ratio(double[] volume, int period) {
        double[] result = Windowed.undefined(volume.length);
        for (int i = period - 1; i < volume.length; i++) {
            double mean = Windowed.meanAt(volume, i, period);
            result[i] = mean == 0 ? 1 : volume[i] / mean;
        }
        return result;
    }
}

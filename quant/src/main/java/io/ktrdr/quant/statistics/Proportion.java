package io.ktrdr.quant.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** What a share of successes says about their probability. */
public final class Proportion {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private Proportion() {}

    /**
     * The probability is above this with {@code confidence}, 0..1. Wilson, "Probable Inference, the Law of Succession, and
     * Statistical Inference" (Journal of the American Statistical Association 22, 1927), one-sided; good for few trials and
     * for shares near 0 and 1 as well.
     *
     * @param successes  0 to {@code trials}
     * @param trials     at least 1
     * @param confidence above 0.5 and below 1
     */
    public static double low(long successes, long trials, double confidence) {
        if (trials < 1 || successes < 0 || successes > trials || !(confidence > 0.5 && confidence < 1)) {
            throw new IllegalArgumentException(successes + " of " + trials + " with confidence " + confidence);
        }
        double z = NORMAL.inverseCumulativeProbability(confidence);
        double share = (double) successes / trials;
        double middle = share + z * z / (2 * trials);
        double reach = z * StrictMath.sqrt(share * (1 - share) / trials + z * z / (4.0 * trials * trials));
        return StrictMath.max(0, (middle - reach) / (1 + z * z / trials));
    }
}

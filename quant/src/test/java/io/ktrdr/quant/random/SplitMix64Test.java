package io.ktrdr.quant.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SplitMix64Test {
    @Test
    void numbers_are_those_of_the_platforms_own_splitmix() {
        SplitMix64 ours = new SplitMix64(42);
        SplittableRandom reference = new SplittableRandom(42);
        for (int i = 0; i < 1000; i++) {
            assertEquals(reference.nextLong(), ours.nextLong());
        }
    }

    @Test
    void a_stored_state_goes_on_where_it_was() {
        SplitMix64 random = new SplitMix64(1);
        random.nextGaussian();
        SplitMix64 other = new SplitMix64(random.state());
        assertEquals(random.nextLong(), other.nextLong());
    }

    @Test
    void gaussians_have_mean_zero_and_deviation_one() {
        SplitMix64 random = new SplitMix64(9);
        int n = 100_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double value = random.nextGaussian();
            sum += value;
            squares += value * value;
        }
        assertEquals(0, sum / n, 4 / StrictMath.sqrt(n));
        assertEquals(1, squares / n, 0.02);
    }

    @Test
    void bounded_numbers_stay_in_bounds_and_reach_all() {
        SplitMix64 random = new SplitMix64(3);
        int[] seen = new int[7];
        for (int i = 0; i < 7000; i++) {
            seen[random.nextInt(7)]++;
        }
        for (int count : seen) {
            assertTrue(count > 850 && count < 1150);
        }
    }
}

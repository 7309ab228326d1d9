package io.ktrdr.quant.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProportionTest {
    /** The lower end of the two-sided interval of 95 %, from Newcombe, Statistics in Medicine 17 (1998), table I. */
    @Test
    void wilsons_lower_bound_of_published_examples() {
        assertEquals(0.2553, Proportion.low(81, 263, 0.975), 5e-5);
        assertEquals(0.0624, Proportion.low(15, 148, 0.975), 5e-5);
        assertEquals(0.0000, Proportion.low(0, 20, 0.975), 5e-5);
        assertEquals(0.0061, Proportion.low(1, 29, 0.975), 5e-5);
    }

    @Test
    void more_trials_are_surer() {
        assertTrue(Proportion.low(90, 100, 0.999) < Proportion.low(900, 1000, 0.999));
        assertThrows(IllegalArgumentException.class, () -> Proportion.low(3, 2, 0.999));
        assertThrows(IllegalArgumentException.class, () -> Proportion.low(0, 0, 0.999));
    }
}

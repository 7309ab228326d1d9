package io.ktrdr.registry.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** A part is the i-th of liveness, activity, error rate, resource efficiency and velocity. */
class HealthPropertyTest {
    private static final int PARTS = 5;
    private static final int ERRORS = 2;

    private static @Nullable Double score(@Nullable Double[] parts) {
        return Health.score(parts[0], parts[1], parts[2], parts[3], parts[4]);
    }

    @Provide
    Arbitrary<@Nullable Double[]> parts() {
        return Arbitraries.doubles()
                .between(0, 1)
                .injectNull(0.3)
                .array(Double[].class)
                .ofSize(PARTS);
    }

    @Property
    void a_score_lies_between_the_worst_and_the_best_known_part(@ForAll("parts") @Nullable Double[] parts) {
        Double score = score(parts);
        double worst = 2;
        double best = -1;
        for (int part = 0; part < PARTS; part++) {
            Double value = parts[part];
            if (value != null) {
                double good = part == ERRORS ? 1 - value : value;
                worst = Math.min(worst, good);
                best = Math.max(best, good);
            }
        }
        if (score == null) {
            assertEquals(2, worst, "nothing is known");
        } else {
            assertTrue(score >= worst - 1e-12 && score <= best + 1e-12 && score >= 0 && score <= 1);
        }
    }

    @Property
    void a_better_part_never_makes_a_worse_score(
            @ForAll("parts") @Nullable Double[] parts,
            @ForAll @IntRange(max = PARTS - 1) int part,
            @ForAll @DoubleRange(max = 1) double one,
            @ForAll @DoubleRange(max = 1) double other) {
        @Nullable Double[] worse = parts.clone();
        @Nullable Double[] better = parts.clone();
        worse[part] = part == ERRORS ? Math.max(one, other) : Math.min(one, other);
        better[part] = part == ERRORS ? Math.min(one, other) : Math.max(one, other);
        assertTrue(Objects.requireNonNull(score(better)) >= Objects.requireNonNull(score(worse)) - 1e-12);
    }

    @Property
    void what_is_unknown_counts_neither_as_nothing_nor_as_perfect(
            @ForAll @IntRange(max = PARTS - 1) int part, @ForAll @DoubleRange(max = 1) double value) {
        @Nullable Double[] parts = new Double[PARTS];
        parts[part] = value;
        assertEquals(part == ERRORS ? 1 - value : value, Objects.requireNonNull(score(parts)), 1e-12);
    }
}

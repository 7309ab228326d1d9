package io.ktrdr.faults;

import io.ktrdr.faults.cluster.Size;
import io.ktrdr.faults.load.Order;
import io.ktrdr.faults.storm.Schedule;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Run by {@code ./mvnw verify -Pfaults}: another storm each time, repeated by {@code -Dfaults.seed=N}. */
class LongStorm {
    private static final long SEED = Long.getLong("faults.seed", new Random().nextInt(1_000_000));
    private static final int RESEARCHES = 200;
    private static final Duration LENGTH = Duration.ofMinutes(5);
    private static final Duration MEAN_GAP = Duration.ofMillis(1_700);

    @Test
    @Timeout(value = 11, unit = TimeUnit.MINUTES)
    void whatever_is_killed_frozen_or_cut_off_nothing_is_lost_and_nothing_done_twice() throws Exception {
        new Trial("long", SEED, new Size(2, 4, 4), Order.random(SEED, RESEARCHES, LENGTH), Duration.ofMinutes(2))
                .run(targets -> Schedule.random(SEED, targets, Trial.LEASE, LENGTH, MEAN_GAP));
    }
}

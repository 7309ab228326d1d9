package io.ktrdr.faults;

import io.ktrdr.faults.cluster.Size;
import io.ktrdr.faults.load.Order;
import io.ktrdr.faults.storm.Schedule;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Part of every build: few processes, three faults, always the same seed unless {@code -Dfaults.seed} gives another. */
class ShortStormIT {
    private static final long SEED = Long.getLong("faults.seed", 1);
    private static final int RESEARCHES = 20;
    private static final Duration LENGTH = Duration.ofSeconds(18);

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void three_faults_lose_nothing_and_do_nothing_twice() throws Exception {
        new Trial(
                        "short",
                        SEED,
                        new Size(2, 2, 1),
                        Order.random(SEED, RESEARCHES, LENGTH.multipliedBy(2).dividedBy(3)),
                        Duration.ofSeconds(60))
                .run(targets -> Schedule.ofThree(SEED, targets, Trial.LEASE, LENGTH));
    }
}

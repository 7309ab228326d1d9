package io.ktrdr.registry.sync;

import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SimulatedWorldTest {
    /**
     * Syncs, heartbeats, answers, starts and coordinators get lost, come late, twice and in any order; workers freeze, restart
     * and run out of disk; the registry is restored from backups: no worker is ever promised to two claims, no token is
     * given twice, nothing that runs is called gone, nothing held is called a stray. And once all is calm, every research
     * completes.
     */
    @Property(tries = 2000)
    void whatever_goes_wrong_no_worker_serves_two_and_everything_completes(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int workers,
            @ForAll @IntRange(min = 1, max = 6) int researches) {
        SimulatedWorld world = new SimulatedWorld(seed, workers, researches);
        for (int i = 0; i < 300; i++) {
            world.step();
        }
        for (int i = 0; i < 200 && !world.isOver(); i++) {
            world.calmStep();
        }
        assertTrue(world.isOver());
    }
}

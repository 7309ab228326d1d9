package io.ktrdr.coordinator.research;

import io.ktrdr.contracts.sync.SyncResponse;
import io.ktrdr.coordinator.lock.LockDecision;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a tick knows about the world when it decides.
 *
 * @param epoch       of the ticking coordinator; agents' children of lower ones are orphans
 * @param agentsAtWork claims that agents of this epoch are running; what runs in none of them has been dropped
 * @param placements  by claim: who got an agent or a worker
 * @param obstacles   by claim: what stands against placing it, whoever is free
 * @param locks       who gets the locks that he waits for, and who has to give his back
 * @param expired     operations whose locks have expired: nothing was heard of them for too long
 * @param losses      by claim: reservations that no longer stand
 * @param patience    when silence and standstill become failures
 */
public record Observation(
        long epoch,
        Set<String> agentsAtWork,
        Map<String, Placement> placements,
        Map<String, WaitingCause> obstacles,
        LockDecision locks,
        Set<String> expired,
        Map<String, SyncResponse.Lost> losses,
        Patience patience) {

    /** Before the registry was asked. */
    public static Observation ofEpoch(long epoch, Set<String> agentsAtWork, Patience patience) {
        return new Observation(
                epoch, agentsAtWork, Map.of(), Map.of(), LockDecision.NOTHING, Set.of(), Map.of(), patience);
    }

    /** The same, knowing who gets which locks. */
    public Observation with(LockDecision locks, Set<String> expired) {
        return new Observation(epoch, agentsAtWork, placements, obstacles, locks, expired, losses, patience);
    }

    /** What it waits for while it has no placement. */
    WaitingCause cause(Plan plan) {
        WaitingCause obstacle = obstacles.get(plan.claim());
        return obstacle == null ? WaitingCause.of(plan.executor()) : obstacle;
    }

    @Nullable
    Placement placement(Plan plan) {
        return placements.get(plan.claim());
    }
}

package io.ktrdr.coordinator.tick;

import io.ktrdr.coordinator.lock.Claimant;
import io.ktrdr.coordinator.lock.LockDecision;
import io.ktrdr.coordinator.readiness.Locks.Stored;
import io.ktrdr.coordinator.research.WaitingCause;
import io.ktrdr.coordinator.service.ServiceName;
import io.ktrdr.coordinator.tick.TickStore.Waiter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How everybody who has locks or wants some stands in this tick. Pure.
 *
 * @param waitForLocks operations that wait for locks, and for nothing else first
 * @param concerned operations for which that is another thing than before
 * @param expired   operations of which nothing was heard for as long as their locks last
 */
record Standings(
        LockDecision decision,
        Set<String> waitForLocks,
        Set<String> concerned,
        Set<String> expired,
        boolean nobodyHolds) {
    private static final String LOCK = WaitingCause.LOCK.wireName();
    private static final String BUDGET = WaitingCause.BUDGET.wireName();

    /** @param servicesUp that tasks rely on, and that answer */
    static Standings of(List<Stored> all, Set<String> servicesUp) {
        List<Claimant> claimants =
                all.stream().map(one -> claimant(one, servicesUp)).toList();
        LockDecision decision = LockDecision.of(claimants);
        Set<String> concerned = new HashSet<>(decision.victims().keySet());
        Set<String> expired = new HashSet<>();
        Set<String> waitForLocks = new HashSet<>();
        for (Stored one : all) {
            String id = one.claimant().operationId();
            if (one.expired() && one.running()) {
                expired.add(id);
            }
            boolean waitsForLocks = decision.blocked().containsKey(id) && !waitsForSomethingElse(one, servicesUp);
            if (waitsForLocks) {
                waitForLocks.add(id);
            }
            if (waitsForLocks && !LOCK.equals(one.waitingCause()) || one.running() && decision.grants(id)) {
                concerned.add(id);
            }
        }
        concerned.addAll(expired);
        return new Standings(
                decision,
                waitForLocks,
                concerned,
                expired,
                claimants.stream().allMatch(claimant -> claimant.held().isEmpty()));
    }

    /** Who could not begin if it had its locks keeps nobody else from them. */
    private static Claimant claimant(Stored one, Set<String> servicesUp) {
        return BUDGET.equals(one.waitingCause()) || waitsForSomethingElse(one, servicesUp)
                ? one.claimant().standingBack()
                : one.claimant();
    }

    private static boolean waitsForSomethingElse(Stored one, Set<String> servicesUp) {
        ServiceName needed = ServiceName.neededBy(one.type());
        return !one.running() && (one.depends() || needed != null && !servicesUp.contains(needed.wireName()));
    }

    /** Those in line who wait for nothing but their turn. */
    Set<String> ready(List<Waiter> waiters) {
        Set<String> ready = new HashSet<>();
        for (Waiter waiter : waiters) {
            if (waiter.queued() && !waiter.depends() && !decision.blocked().containsKey(waiter.id())) {
                ready.add(waiter.id());
            }
        }
        return ready;
    }
}

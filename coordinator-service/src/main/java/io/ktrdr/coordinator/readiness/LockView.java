package io.ktrdr.coordinator.readiness;

import io.ktrdr.contracts.lock.LockList;
import io.ktrdr.coordinator.lock.Block;
import io.ktrdr.coordinator.lock.LockDecision;
import io.ktrdr.coordinator.lock.LockDecision.Waiting;
import io.ktrdr.coordinator.readiness.Locks.Stored;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Locks as people see them. */
@Singleton
public final class LockView {
    private final Locks store;

    LockView(Locks store) {
        this.store = store;
    }

    /** Who has what, and who waits for what. */
    Uni<LockList> list() {
        return Uni.combine()
                .all()
                .unis(store.held(), store.claimants())
                .with((held, claimants) -> new LockList(held, waiting(claimants)));
    }

    /** The same, of one operation only. */
    public Uni<LockList> of(String operationId) {
        return list().map(all -> new LockList(
                all.items().stream()
                        .filter(lock -> lock.operationId().equals(operationId))
                        .toList(),
                all.waiting().stream()
                        .filter(lock -> lock.operationId().equals(operationId))
                        .toList()));
    }

    /** What each operation that waits for a lock waits for, in words. */
    public Uni<Map<String, String>> reasons() {
        return store.claimants().map(claimants -> {
            Map<String, String> reasons = new HashMap<>();
            picture(claimants)
                    .forEach((id, locks) -> locks.stream()
                            .filter(lock -> lock.block() != null)
                            .findFirst()
                            .ifPresent(lock -> reasons.put(id, describe(lock))));
            return reasons;
        });
    }

    private static List<LockList.Waiting> waiting(List<Stored> claimants) {
        List<LockList.Waiting> waiting = new ArrayList<>();
        picture(claimants).forEach((id, locks) -> locks.forEach(lock -> waiting.add(waiting(id, lock))));
        return waiting;
    }

    /** Who has to wait for something else first stands behind all others. */
    private static Map<String, List<Waiting>> picture(List<Stored> claimants) {
        return LockDecision.waiting(claimants.stream()
                .map(one -> one.depends() ? one.claimant().standingBack() : one.claimant())
                .toList());
    }

    private static LockList.Waiting waiting(String operationId, Waiting lock) {
        Block block = lock.block();
        return new LockList.Waiting(
                lock.lock().resource().pattern(),
                lock.lock().mode(),
                operationId,
                block == null ? null : block.blockedBy(),
                block == null ? null : block.blocker().mode(),
                block != null && block.holds(),
                lock.ahead());
    }

    private static @Nullable String describe(Waiting lock) {
        Block block = lock.block();
        if (block == null) {
            return null;
        }
        String who = block.blockedBy() + " (" + block.blocker().mode().wireName() + ")";
        return "waiting for lock " + lock.lock().resource() + (block.holds() ? " held by " : ", behind ") + who + ", "
                + lock.ahead() + " ahead";
    }
}

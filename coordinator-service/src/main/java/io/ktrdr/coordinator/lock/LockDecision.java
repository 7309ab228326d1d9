package io.ktrdr.coordinator.lock;

import io.ktrdr.coordinator.lock.LockBook.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who gets the locks that he wants, in the order of the ranks: all of them, or none. Whoever does not get his keeps those who come
 * later from what he waits for, so that nobody is overtaken by one whom he would have to wait for. Pure: decided from scratch each
 * time.
 *
 * @param granted by operation: how many locks it gets
 * @param blocked by operation that gets none: the first reason
 * @param soon    those of them that are only kept from it by victims: they get them as soon as these have given theirs back
 * @param victims operations that have to give back what they hold, or a circle of operations would wait for each other for ever
 */
public record LockDecision(
        Map<String, Integer> granted, Map<String, Block> blocked, Set<String> soon, Map<String, Deadlock> victims) {
    public static final LockDecision NOTHING = new LockDecision(Map.of(), Map.of(), Set.of(), Map.of());

    public static LockDecision of(List<Claimant> claimants) {
        LockBook book = new LockBook();
        for (Claimant claimant : claimants) {
            claimant.held().forEach(lock -> book.add(new Entry(claimant.operationId(), lock, true)));
        }
        Map<String, Integer> granted = new HashMap<>();
        Map<String, Block> blocked = new LinkedHashMap<>();
        Map<Claimant, Set<String>> waitsFor = new LinkedHashMap<>();
        for (Claimant claimant : claimants.stream().sorted(Claimant.ORDER).toList()) {
            if (claimant.wanted().isEmpty()) {
                continue;
            }
            String id = claimant.operationId();
            Block block = block(book, claimant);
            if (block == null) {
                granted.put(id, claimant.wanted().size());
            } else {
                blocked.put(id, block);
                if (claimant.turn() == Claimant.Turn.HOLDS) {
                    waitsFor.put(claimant, blockers(book, claimant));
                }
            }
            claimant.wanted().forEach(lock -> book.add(new Entry(id, lock, block == null)));
        }
        Map<String, Deadlock> victims = Deadlock.resolve(waitsFor);
        return new LockDecision(granted, blocked, soon(claimants, blocked.keySet(), victims.keySet()), victims);
    }

    private static Set<String> soon(List<Claimant> claimants, Set<String> blocked, Set<String> victims) {
        if (victims.isEmpty()) {
            return Set.of();
        }
        LockDecision then = of(claimants.stream()
                .map(claimant -> victims.contains(claimant.operationId()) ? claimant.withoutLocks() : claimant)
                .toList());
        Set<String> soon = new HashSet<>(then.granted().keySet());
        soon.retainAll(blocked);
        soon.removeAll(victims);
        return soon;
    }

    private static @Nullable Block block(LockBook book, Claimant claimant) {
        Block waiter = null;
        for (Lock wanted : claimant.wanted()) {
            Entry entry = book.conflict(claimant.operationId(), wanted).orElse(null);
            if (entry != null) {
                Block block = new Block(wanted, entry.operationId(), entry.lock(), entry.holds());
                if (block.holds()) {
                    return block;
                }
                waiter = waiter == null ? block : waiter;
            }
        }
        return waiter;
    }

    private static Set<String> blockers(LockBook book, Claimant claimant) {
        Set<String> blockers = new HashSet<>();
        for (Lock wanted : claimant.wanted()) {
            book.conflicts(claimant.operationId(), wanted).forEach(entry -> blockers.add(entry.operationId()));
        }
        return blockers;
    }

    /** How many get each lock that is waited for before its waiter does, by operation, in the order of what it wants. For people. */
    public static Map<String, List<Waiting>> waiting(List<Claimant> claimants) {
        LockBook book = new LockBook();
        for (Claimant claimant : claimants) {
            claimant.held().forEach(lock -> book.add(new Entry(claimant.operationId(), lock, true)));
        }
        Map<String, List<Waiting>> waiting = new LinkedHashMap<>();
        for (Claimant claimant : claimants.stream().sorted(Claimant.ORDER).toList()) {
            String id = claimant.operationId();
            List<Waiting> locks = new ArrayList<>();
            for (Lock wanted : claimant.wanted()) {
                List<Entry> before = book.conflicts(id, wanted);
                Entry first = before.stream()
                        .filter(Entry::holds)
                        .findFirst()
                        .orElse(before.isEmpty() ? null : before.getFirst());
                long ahead = before.stream()
                        .filter(entry -> !entry.holds())
                        .map(Entry::operationId)
                        .distinct()
                        .count();
                locks.add(new Waiting(
                        wanted,
                        first == null ? null : new Block(wanted, first.operationId(), first.lock(), first.holds()),
                        (int) ahead));
            }
            if (!locks.isEmpty()) {
                waiting.put(id, locks);
            }
            claimant.wanted().forEach(lock -> book.add(new Entry(id, lock, false)));
        }
        return waiting;
    }

    /**
     * @param block null when only another lock of the same operation is not free
     * @param ahead others who wait for it and come before
     */
    public record Waiting(Lock lock, @Nullable Block block, int ahead) {}

    public boolean grants(String operationId) {
        return granted.containsKey(operationId);
    }

    /** How many locks an operation gets with this decision; 0 for one that gets none. */
    public int granted(String operationId) {
        return granted.getOrDefault(operationId, 0);
    }
}

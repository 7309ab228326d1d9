package io.ktrdr.coordinator.lock;

import io.ktrdr.contracts.lock.LockMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Who has what, and who waits for what, found by resource. Locks are kept by what their resource begins with, up to the first
 * wildcard: two resources can only overlap when one of these beginnings is the beginning of the other. So a look costs about as
 * much as there are conflicting locks, not as many as there are locks.
 */
final class LockBook {
    /** @param holds has it; else it waits for it */
    record Entry(String operationId, Lock lock, boolean holds) {}

    private record Node(List<Entry> readers, List<Entry> writers) {
        Node() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        void add(Entry entry) {
            (entry.lock().mode() == LockMode.READ ? readers : writers).add(entry);
        }
    }

    private final Map<String, Node> exact = new HashMap<>();
    private final NavigableMap<String, Node> patterns = new TreeMap<>();
    /** How long the beginnings of patterns are. */
    private final TreeSet<Integer> lengths = new TreeSet<>();
    /** The beginnings of what is no pattern, in order: for patterns only, which look for all that begins like them. */
    private final NavigableMap<String, Node> names = new TreeMap<>();

    void add(Entry entry) {
        Resource resource = entry.lock().resource();
        if (resource.isPattern()) {
            String prefix = resource.prefix();
            lengths.add(prefix.length());
            patterns.computeIfAbsent(prefix, key -> new Node()).add(entry);
        } else {
            Node node = exact.computeIfAbsent(resource.pattern(), key -> new Node());
            names.put(resource.pattern(), node);
            node.add(entry);
        }
    }

    /** The first that stands against giving this lock to this operation: one that holds it, if there is one. */
    Optional<Entry> conflict(String operationId, Lock wanted) {
        List<Entry> found = new ArrayList<>(1);
        visit(operationId, wanted, entry -> {
            if (found.isEmpty() || entry.holds()) {
                found.clear();
                found.add(entry);
            }
            return !entry.holds();
        });
        return found.stream().findFirst();
    }

    /** All that stand against it. */
    List<Entry> conflicts(String operationId, Lock wanted) {
        List<Entry> found = new ArrayList<>();
        visit(operationId, wanted, found::add);
        return found;
    }

    /** @param goOn after each conflict */
    private void visit(String operationId, Lock wanted, Predicate<Entry> goOn) {
        Predicate<Entry> each = entry ->
                entry.operationId().equals(operationId) || !entry.lock().conflictsWith(wanted) || goOn.test(entry);
        Resource resource = wanted.resource();
        String prefix = resource.prefix();
        if (!resource.isPattern()) {
            Node node = exact.get(resource.pattern());
            if (node != null && !visit(node, wanted, each)) {
                return;
            }
        } else if (!visitAll(startingWith(names, prefix), wanted, each)
                || !visitAll(startingWith(patterns, prefix), wanted, each)) {
            return;
        }
        for (int length : lengths.headSet(prefix.length(), !resource.isPattern())) {
            Node node = patterns.get(prefix.substring(0, length));
            if (node != null && !visit(node, wanted, each)) {
                return;
            }
        }
    }

    private static Map<String, Node> startingWith(NavigableMap<String, Node> nodes, String prefix) {
        return nodes.subMap(prefix, true, prefix + Character.MAX_VALUE, false);
    }

    private static boolean visitAll(Map<String, Node> nodes, Lock wanted, Predicate<Entry> each) {
        for (Node node : nodes.values()) {
            if (!visit(node, wanted, each)) {
                return false;
            }
        }
        return true;
    }

    /** Readers do not mind readers, however many there are. */
    private static boolean visit(Node node, Lock wanted, Predicate<Entry> each) {
        for (Entry writer : node.writers()) {
            if (!each.test(writer)) {
                return false;
            }
        }
        if (wanted.mode() == LockMode.WRITE) {
            for (Entry reader : node.readers()) {
                if (!each.test(reader)) {
                    return false;
                }
            }
        }
        return true;
    }
}

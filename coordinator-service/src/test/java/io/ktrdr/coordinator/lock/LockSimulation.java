package io.ktrdr.coordinator.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.lock.LockMode;
import io.ktrdr.coordinator.lock.Claimant.Turn;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Operations that arrive one after the other, some of which depend on others, with locks from their beginning and further ones
 * while they run, on a few workers; in a time of its own. It does with {@link LockDecision} what the coordinator does: locks from
 * the beginning are given together with a worker, whoever has to wait while running gives his worker back at once, and victims
 * go back to their last checkpoint. After every event the rules are checked.
 */
final class LockSimulation {
    private static final OffsetDateTime START = OffsetDateTime.parse("2026-01-01T00:00:00Z");

    /**
     * Times are milliseconds.
     *
     * @param operations  how many arrive
     * @param workers     how many of them run at a time
     * @param resources   how many there are to be locked
     * @param locks       an operation has at most so many from its beginning
     * @param writers     share of locks that are for writing
     * @param patterns    share of locks that mean several resources
     * @param dependants  share of operations that depend on one or two of the twenty before them
     * @param asking      share of operations that ask for one more lock while they run
     * @param work        mean length of an operation
     * @param pause       mean time between two arrivals
     * @param checkpoints time between two checkpoints
     */
    record Setting(
            int operations,
            int workers,
            int resources,
            int locks,
            double writers,
            double patterns,
            double dependants,
            double asking,
            long work,
            long pause,
            long checkpoints) {
        /** What docs/scheduling.md describes. */
        static final Setting DEFAULT = new Setting(10_000, 10, 30, 3, 0.3, 0.02, 0.2, 0.2, 60_000, 10_000, 10_000);
    }

    /**
     * @param waited    how often one that was running had to wait for a lock
     * @param deadlocks how often one had to give its locks back
     * @param victims   how many had to, once or more often
     * @param lostMillis work that had to be done again
     */
    record Outcome(int completed, int waited, int deadlocks, int mostTurnsAsVictim, int victims, long lostMillis) {}

    private static final class Operation {
        final String id;
        final OffsetDateTime rank;
        final long arrival;
        final long work;
        final List<Operation> dependsOn = new ArrayList<>();
        final List<Lock> fromTheBeginning = new ArrayList<>();
        final long asksAfter;
        final List<Lock> asksFor = new ArrayList<>();

        final List<Lock> held = new ArrayList<>();
        final List<Lock> wanted = new ArrayList<>();
        boolean begun;
        boolean asked;
        boolean running;
        boolean over;
        long done;
        long checkpoint;
        int victim;

        Operation(int number, long arrival, long work, long asksAfter) {
            id = String.format("op_%06d", number);
            rank = START.plus(arrival, ChronoUnit.MILLIS);
            this.arrival = arrival;
            this.work = work;
            this.asksAfter = asksAfter;
        }

        boolean isReady() {
            return dependsOn.stream().allMatch(other -> other.over);
        }

        Claimant claimant() {
            Turn turn = !held.isEmpty() ? Turn.HOLDS : isReady() ? Turn.BEGINS : Turn.STANDS_BACK;
            return new Claimant(id, rank, turn, held, wanted, running ? done - checkpoint : 0, victim, arrival);
        }

        /** When it next does something by itself, from now on. */
        long next() {
            return (!asked && asksAfter > done ? Math.min(asksAfter, work) : work) - done;
        }
    }

    private static final int MOST_PRESENT = 1_000;

    private final Setting setting;
    private final Random random;
    private final List<Operation> all = new ArrayList<>();
    private final List<Operation> present = new ArrayList<>();
    private long now;
    private int arrived;
    private int deadlocks;
    private int waited;
    private long lost;

    private LockSimulation(Setting setting, long seed) {
        this.setting = setting;
        random = new Random(seed);
        long arrival = 0;
        for (int i = 0; i < setting.operations(); i++) {
            arrival += exponential(setting.pause());
            all.add(operation(i, arrival));
        }
    }

    static Outcome run(Setting setting, long seed) {
        LockSimulation simulation = new LockSimulation(setting, seed);
        simulation.run();
        return simulation.outcome();
    }

    // ---- the generator -------------------------------------------------------------------------------------------

    private long exponential(long mean) {
        return 1 + (long) (-Math.log(1 - random.nextDouble()) * mean);
    }

    private Operation operation(int number, long arrival) {
        long work = exponential(setting.work());
        boolean asks = random.nextDouble() < setting.asking();
        Operation operation =
                new Operation(number, arrival, work, asks ? 1 + (long) (random.nextDouble() * work) : Long.MAX_VALUE);
        int locks = random.nextInt(setting.locks() + 1);
        for (int i = 0; i < locks; i++) {
            add(operation.fromTheBeginning, lock());
        }
        if (asks) {
            operation.asksFor.add(lock());
        }
        if (number > 0 && random.nextDouble() < setting.dependants()) {
            for (int i = random.nextInt(2); i >= 0; i--) {
                Operation other = all.get(number - 1 - random.nextInt(Math.min(20, number)));
                if (!operation.dependsOn.contains(other)) {
                    operation.dependsOn.add(other);
                }
            }
        }
        return operation;
    }

    private static void add(List<Lock> locks, Lock lock) {
        locks.removeIf(other -> other.resource().equals(lock.resource()));
        locks.add(lock);
    }

    private Lock lock() {
        int number = random.nextInt(setting.resources());
        String name = random.nextDouble() < setting.patterns()
                ? "file:r" + number / 10 + "*"
                : "file:r" + number / 10 + "x" + number % 10;
        return new Lock(new Resource(name), random.nextDouble() < setting.writers() ? LockMode.WRITE : LockMode.READ);
    }

    // ---- the run -------------------------------------------------------------------------------------------------

    private void run() {
        while (present.size() + all.size() - arrived > 0) {
            schedule();
            long step = Long.MAX_VALUE;
            for (Operation one : present) {
                step = one.running ? Math.min(step, one.next()) : step;
            }
            if (arrived < all.size()) {
                step = Math.min(step, Math.max(0, all.get(arrived).arrival - now));
            }
            assertTrue(step < Long.MAX_VALUE, () -> "nothing will ever happen again, with " + present.size() + " left");
            advance(step);
        }
    }

    private void advance(long step) {
        now += step;
        for (Operation one : List.copyOf(present)) {
            if (one.running) {
                one.done += step;
                one.checkpoint = Math.max(one.checkpoint, one.done - one.done % setting.checkpoints());
                if (one.done >= one.work) {
                    end(one);
                } else if (!one.asked && one.done >= one.asksAfter) {
                    one.asked = true;
                    one.asksFor.stream()
                            .filter(lock -> !one.held.contains(lock)
                                    && !one.held.contains(new Lock(lock.resource(), LockMode.WRITE)))
                            .forEach(one.wanted::add);
                }
            }
        }
        while (arrived < all.size() && all.get(arrived).arrival <= now) {
            Operation one = all.get(arrived++);
            one.wanted.addAll(one.fromTheBeginning);
            present.add(one);
        }
    }

    private void end(Operation one) {
        one.over = true;
        one.running = false;
        one.held.clear();
        assertTrue(one.wanted.isEmpty(), () -> one.id + " ended although it waited for a lock");
        present.remove(one);
    }

    /** Until nothing changes any more, as the coordinator ticks again at once. */
    private void schedule() {
        boolean again = true;
        while (again) {
            LockDecision decision =
                    LockDecision.of(present.stream().map(Operation::claimant).toList());
            again = giveBack(decision) | give(decision) | begin(decision);
            check();
        }
        for (Operation one : present) {
            assertTrue(!one.running || one.wanted.isEmpty(), () -> one.id + " runs although it waits for a lock");
        }
    }

    private boolean giveBack(LockDecision decision) {
        boolean changed = false;
        for (Operation one : present) {
            if (one.begun
                    && one.running
                    && decision.blocked().containsKey(one.id)
                    && !decision.soon().contains(one.id)) {
                // it reaches a checkpoint before it gives its worker back
                one.checkpoint = one.done;
                one.running = false;
                waited++;
                changed = true;
            }
            Deadlock deadlock = decision.victims().get(one.id);
            if (deadlock != null) {
                assertEquals(one.id, deadlock.circle().getFirst());
                lost += one.done - one.checkpoint;
                one.done = one.checkpoint;
                one.wanted.addAll(one.held);
                one.held.clear();
                one.victim++;
                deadlocks++;
                changed = true;
            }
        }
        return changed;
    }

    /** Who has begun gets what he asked for as soon as it is free, with a worker or without. */
    private boolean give(LockDecision decision) {
        boolean changed = false;
        for (Operation one : present) {
            if (one.begun && decision.grants(one.id)) {
                assertEquals(one.wanted.size(), decision.granted(one.id));
                one.held.addAll(one.wanted);
                one.wanted.clear();
                changed = true;
            }
        }
        return changed;
    }

    private boolean begin(LockDecision decision) {
        long free =
                setting.workers() - present.stream().filter(one -> one.running).count();
        List<Operation> line = present.stream()
                .filter(one ->
                        !one.running && one.isReady() && !decision.blocked().containsKey(one.id))
                .sorted(Comparator.comparing((Operation one) -> one.rank).thenComparing(one -> one.id))
                .limit(free)
                .toList();
        for (Operation one : line) {
            if (!one.begun) {
                checkTurn(one);
                one.begun = true;
            }
            one.held.addAll(one.wanted);
            one.wanted.clear();
            one.running = true;
        }
        return !line.isEmpty();
    }

    // ---- the rules -----------------------------------------------------------------------------------------------

    /** Nobody begins before one that has waited longer for something that excludes it. */
    private void checkTurn(Operation beginning) {
        for (Operation other : present) {
            boolean waitsItsTurn = !other.running && other.isReady() && other.rank.isBefore(beginning.rank);
            if (waitsItsTurn) {
                assertTrue(
                        other.wanted.stream()
                                .noneMatch(wanted -> beginning.wanted.stream().anyMatch(wanted::conflictsWith)),
                        () -> beginning.id + " begins before " + other.id);
            }
        }
    }

    private void check() {
        List<Operation> holders =
                present.stream().filter(one -> !one.held.isEmpty()).toList();
        for (int i = 0; i < holders.size(); i++) {
            for (int j = i + 1; j < holders.size(); j++) {
                Operation a = holders.get(i);
                Operation b = holders.get(j);
                assertTrue(
                        a.held.stream().noneMatch(lock -> b.held.stream().anyMatch(lock::conflictsWith)),
                        () -> a.id + " and " + b.id + " hold what excludes each other");
            }
        }
        assertTrue(
                present.stream().filter(one -> one.running).count() <= setting.workers(),
                "more run than there are workers");
        assertTrue(present.size() < MOST_PRESENT, "more arrive than can be done: this simulates nothing");
        for (Operation one : present) {
            assertTrue(!one.begun || one.isReady(), () -> one.id + " began before what it depends on was completed");
        }
    }

    private Outcome outcome() {
        Set<Operation> left = new HashSet<>(all);
        left.removeIf(one -> one.over);
        assertTrue(left.isEmpty(), "not everything ended");
        assertTrue(all.stream().allMatch(one -> one.held.isEmpty() && one.wanted.isEmpty()), "a lock is left");
        return new Outcome(
                all.size(),
                waited,
                deadlocks,
                all.stream().mapToInt(one -> one.victim).max().orElse(0),
                (int) all.stream().filter(one -> one.victim > 0).count(),
                lost);
    }

    /** Prints the table of docs/scheduling.md. */
    static void main(String[] args) {
        Setting d = Setting.DEFAULT;
        Map<String, Setting> settings = new LinkedHashMap<>();
        settings.put("default", d);
        settings.put("every second one asks", with(d, d.resources(), d.writers(), 0.5, 14_000));
        settings.put("every second lock is to write", with(d, d.resources(), 0.5, d.asking(), 30_000));
        settings.put("ten resources", with(d, 10, d.writers(), d.asking(), 90_000));
        settings.put("all of that", with(d, 10, 0.5, 0.5, 200_000));
        settings.forEach((name, setting) -> {
            for (long seed = 1; seed <= 3; seed++) {
                Outcome outcome = run(setting, seed);
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %d | %d | %d | %.2f %% | %d | %.0f s |%n",
                        name,
                        seed,
                        outcome.waited(),
                        outcome.deadlocks(),
                        100.0 * outcome.deadlocks() / outcome.completed(),
                        outcome.mostTurnsAsVictim(),
                        outcome.lostMillis() / 1000.0);
            }
        });
    }

    private static Setting with(Setting d, int resources, double writers, double asking, long pause) {
        return new Setting(
                d.operations(),
                d.workers(),
                resources,
                d.locks(),
                writers,
                d.patterns(),
                d.dependants(),
                asking,
                d.work(),
                pause,
                d.checkpoints());
    }
}

package io.ktrdr.coordinator.tick;

import static io.ktrdr.coordinator.BenchTable.quantiles;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.coordinator.BenchTable;
import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.lock.LockDecision;
import io.ktrdr.coordinator.readiness.Locks;
import io.ktrdr.coordinator.readiness.Locks.Stored;
import io.ktrdr.coordinator.research.Observation;
import io.ktrdr.coordinator.research.Patience;
import io.ktrdr.coordinator.research.Root;
import io.ktrdr.coordinator.research.Transition;
import io.ktrdr.coordinator.tick.LeaderLease.Term;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast sets of locks are given and come back, durably: as the coordinator does it, with its own statements on PostgreSQL, and
 * as a table in a SQLite file would. An operation has three locks; a hundred others have theirs all the time. Run by
 * {@code ./mvnw -Pbench verify}.
 */
@QuarkusTest
class LockBenchmark extends CoordinatorTest {
    private static final int OTHERS = 100;
    private static final int[] AT_ONCE = {1, 10, 200};
    private static final int WARM_UP = 50;
    private static final int ROUNDS = 200;
    private static final Patience PATIENCE = new Patience(60_000, 60_000, 60_000);

    @TempDir
    Path folder;

    @Inject
    Locks locks;

    @Inject
    TickStore store;

    @Inject
    LeaderLease lease;

    /** A way of keeping locks. Operations have numbers; those of one call get theirs in one transaction. */
    interface Keeper {
        /** Not measured: part of the transaction that creates an operation. */
        default void ask(int first, int howMany) {}

        void give(int first, int howMany) throws Exception;

        void takeBack(int first, int howMany) throws Exception;
    }

    @Test
    void lock_sets_given_and_taken_back() throws Exception {
        BenchTable table =
                new BenchTable("kept in | operations at once | sets/s | given: p50 | p99 | taken back: p50 | p99");
        for (int atOnce : AT_ONCE) {
            operations(OTHERS + (WARM_UP + ROUNDS) * atOnce);
            measure(table, "PostgreSQL, by the coordinator", new ByCoordinator(true), atOnce);
        }
        for (int atOnce : AT_ONCE) {
            operations(OTHERS + (WARM_UP + ROUNDS) * atOnce);
            measure(table, "the same without any locks", new ByCoordinator(false), atOnce);
        }
        for (int atOnce : AT_ONCE) {
            try (SqliteLocks sqlite = new SqliteLocks(folder.resolve("locks-" + atOnce + ".db"))) {
                sqlite.give(1, OTHERS);
                measure(table, "a SQLite file", sqlite, atOnce);
            }
        }
        table.row("8 KiB written and durable (fsync) |  |  | "
                + quantiles(BenchTable.durableWrites(folder), "%.2f ms", 0.5, 0.99) + " |  | ");
        table.write("locks.md");
    }

    private void measure(BenchTable table, String name, Keeper keeper, int atOnce) throws Exception {
        List<Double> given = new ArrayList<>();
        List<Double> takenBack = new ArrayList<>();
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            int first = OTHERS + 1 + round * atOnce;
            keeper.ask(first, atOnce);
            long start = System.nanoTime();
            keeper.give(first, atOnce);
            long middle = System.nanoTime();
            keeper.takeBack(first, atOnce);
            long end = System.nanoTime();
            if (round >= WARM_UP) {
                given.add((middle - start) / 1e6);
                takenBack.add((end - middle) / 1e6);
            }
        }
        double seconds = (sum(given) + sum(takenBack)) / 1e3;
        table.row(String.format(Locale.ROOT, "%s | %d | %,.0f | ", name, atOnce, ROUNDS * atOnce / seconds)
                + quantiles(given, "%.2f ms", 0.5, 0.99) + " | " + quantiles(takenBack, "%.2f ms", 0.5, 0.99));
    }

    private static double sum(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }

    // ---- PostgreSQL ----------------------------------------------------------------------------------------------

    /** All are under way, and want more than they have. */
    private void operations(int howMany) {
        database.startOver();
        database.sql("""
                INSERT INTO operation (id, type, status, phase, phase_since, rank, request, started_at)
                SELECT 'op_number' || i, 'agent_research', 'running', 'designing', now(), now(), '{}', now()
                  FROM generate_series(1, ?) i
                """, howMany);
        insert(1, OTHERS);
        database.sql(
                "UPDATE resource_lock SET token = nextval('lock_token'), granted_at = now(), expires_at = now() + interval '1 h'");
        database.sql("ANALYZE");
    }

    private void insert(int first, int howMany) {
        database.sql("""
                INSERT INTO resource_lock (operation_id, resource, mode)
                SELECT 'op_number' || i, l.resource, l.mode
                  FROM generate_series(?, ?) i,
                       LATERAL (VALUES ('dataset:SYMBOL-' || i % 200 || '/5m', 'read'), ('strategy:kind' || i % 20 || '_*', 'read'),
                                       ('file:' || i, 'write')) AS l(resource, mode)
                """, first, first + howMany - 1);
    }

    /** As a tick does it: what all have and want is read, who gets what is decided, and written with the decision. */
    private final class ByCoordinator implements Keeper {
        private final boolean withLocks;

        /** @param withLocks without them operations are moved and ended all the same */
        ByCoordinator(boolean withLocks) {
            this.withLocks = withLocks;
        }

        @Override
        public void ask(int first, int howMany) {
            if (withLocks) {
                insert(first, howMany);
            }
        }

        @Override
        public void give(int first, int howMany) {
            Term term = lease.takeOrRenew().await().indefinitely().orElseThrow();
            List<Stored> all = locks.claimants().await().indefinitely();
            LockDecision decision = Standings.of(all, Set.of()).decision();
            write(first, howMany, term, decision, root -> new Transition.Stay(root, List.of()));
        }

        @Override
        public void takeBack(int first, int howMany) {
            Term term = lease.takeOrRenew().await().indefinitely().orElseThrow();
            write(
                    first,
                    howMany,
                    term,
                    LockDecision.NOTHING,
                    root -> new Transition.Cancel(root, List.of(), "measured", null));
        }

        private void write(
                int first, int howMany, Term term, LockDecision decision, Function<Root, Transition> transition) {
            Set<String> ids = IntStream.range(first, first + howMany)
                    .mapToObj(number -> "op_number" + number)
                    .collect(Collectors.toSet());
            Observation seen =
                    Observation.ofEpoch(term.epoch(), Set.of(), PATIENCE).with(decision, Set.of());
            List<Transition> transitions = store.byId(ids).await().indefinitely().readable().stream()
                    .map(transition)
                    .toList();
            assertEquals(
                    ids,
                    store.apply(transitions, seen, term).await().indefinitely().ids());
        }
    }
}

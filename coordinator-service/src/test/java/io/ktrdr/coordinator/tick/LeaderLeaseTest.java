package io.ktrdr.coordinator.tick;

import static io.ktrdr.coordinator.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.database.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LeaderLeaseTest extends CoordinatorTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Inject
    Database data;

    @Inject
    TickConfig config;

    @Inject
    Coordinators coordinators;

    @Inject
    DataSource dataSource;

    private final AtomicLong now = new AtomicLong();

    @SuppressWarnings("NullAway.Init")
    private LeaderLease one;

    @SuppressWarnings("NullAway.Init")
    private LeaderLease other;

    @BeforeEach
    void twoCoordinators() {
        one = new LeaderLease(data, config, now::get);
        other = new LeaderLease(data, config, now::get);
    }

    private static Optional<Long> take(LeaderLease lease) {
        return lease.takeOrRenew().await().atMost(LONG).map(LeaderLease.Term::epoch);
    }

    /** As {@code LEASE} of the configuration, by this process's clock. */
    private void leasesPass(double howMany) {
        now.addAndGet((long) (howMany * config.leaderLease().toMillis()));
    }

    private String lease() {
        return String.valueOf(database.text("SELECT epoch || ' until ' || expires_at FROM leader_lease"));
    }

    private String hearingSince() {
        return String.valueOf(database.text("SELECT hearing_since FROM leader_lease"));
    }

    private void leaseRunsOut() {
        database.sql("UPDATE leader_lease SET expires_at = now() - interval '1 ms'");
    }

    @Test
    void only_one_leads_and_renewing_keeps_its_epoch() {
        long epoch = take(one).orElseThrow();
        assertTrue(take(other).isEmpty());
        assertEquals(epoch, take(one).orElseThrow());
    }

    @Test
    void of_many_that_reach_for_it_at_once_one_gets_it() {
        List<LeaderLease> many = IntStream.range(0, 10)
                .mapToObj(i -> new LeaderLease(data, config, now::get))
                .toList();
        List<Optional<LeaderLease.Term>> answers = Uni.join()
                .all(many.stream().map(LeaderLease::takeOrRenew).toList())
                .andFailFast()
                .await()
                .atMost(LONG);
        assertEquals(1, answers.stream().filter(Optional::isPresent).count());
    }

    @Test
    void a_lease_that_ran_out_is_taken_over_under_a_new_epoch() {
        long epoch = take(one).orElseThrow();
        leaseRunsOut();
        assertEquals(epoch + 1, take(other).orElseThrow());
        assertTrue(take(one).isEmpty());
    }

    @Test
    void who_lets_go_is_followed_at_once() {
        take(one);
        one.release().await().atMost(LONG);
        assertTrue(take(other).isPresent());
    }

    @Test
    void who_does_not_lead_does_not_tick() {
        String id = trigger("nobody ticks");
        take(other);
        assertFalse(loop.turn());
        assertEquals("pending", statusOf(id));
        assertEquals(0, loop.epoch());
        leaseRunsOut();
        loop.turn();
        assertEquals("running", statusOf(id));
        assertNotEquals(0, loop.epoch());
    }

    // ---- only success extends it ---------------------------------------------------------------------------------

    @Test
    void a_tick_that_succeeded_extends_the_lease_and_one_that_failed_does_not() {
        take(one);
        String taken = lease();
        assertTrue(take(one).isPresent());
        assertEquals(taken, lease(), "extended before anything was achieved");
        one.failed();
        assertTrue(take(one).isPresent(), "while it lasts, it may still be used");
        assertEquals(taken, lease());
        one.succeeded();
        take(one);
        assertNotEquals(taken, lease());
    }

    @Test
    void who_failed_leaves_a_lease_that_ran_out_to_others_for_as_long_as_it_lasts() {
        long epoch = take(one).orElseThrow();
        one.failed();
        leaseRunsOut();
        leasesPass(1.5);
        assertTrue(take(one).isEmpty(), "let others go first");
        leasesPass(0.5);
        assertEquals(epoch, take(one).orElseThrow(), "nobody else is there");
    }

    @Test
    void who_failed_is_followed_at_once_by_another() {
        long epoch = take(one).orElseThrow();
        one.failed();
        leaseRunsOut();
        assertTrue(take(one).isEmpty());
        assertEquals(epoch + 1, take(other).orElseThrow());
    }

    @Test
    void a_coordinator_whose_ticks_always_fail_does_not_lead_for_ever() {
        loop.turn();
        loop.turn();
        database.sql("ALTER TABLE admission RENAME TO admission_away");
        try {
            // what the last success has earned
            assertThrows(RuntimeException.class, loop::turn);
            String earned = lease();
            for (int i = 0; i < 3; i++) {
                assertThrows(RuntimeException.class, loop::turn);
                assertEquals(earned, lease());
            }
            leaseRunsOut();
            Instant lastSuccess = loop.lastSuccess();
            assertFalse(loop.turn(), "hesitates");
            assertEquals(0, loop.epoch());
            assertEquals(lastSuccess, loop.lastSuccess(), "to wait is no success: it is not ready");
            assertTrue(take(other).isPresent());
        } finally {
            database.sql("ALTER TABLE admission_away RENAME TO admission");
        }
    }

    @Test
    void a_long_tick_that_gets_on_keeps_its_lease() {
        long epoch = take(one).orElseThrow();
        String taken = lease();
        leasesPass(0.4);
        keep(epoch);
        assertEquals(taken, lease(), "not needed yet");
        leasesPass(0.2);
        keep(epoch);
        assertNotEquals(taken, lease());
        leasesPass(0.9);
        assertFalse(one.ranOut());
    }

    private void keep(long epoch) {
        one.keep(epoch).await().atMost(LONG);
    }

    @Test
    void a_long_tick_after_a_failed_one_has_to_succeed_first() {
        long epoch = take(one).orElseThrow();
        String taken = lease();
        one.failed();
        leasesPass(0.6);
        keep(epoch);
        assertEquals(taken, lease());
    }

    @Test
    void a_tick_that_was_overtaken_is_told_so() {
        long epoch = take(one).orElseThrow();
        leasesPass(0.6);
        leaseRunsOut();
        assertThrows(LeaderLease.LostLease.class, () -> keep(epoch));
        take(other);
        assertThrows(LeaderLease.LostLease.class, () -> keep(epoch));
    }

    // ---- since when it hears -------------------------------------------------------------------------------------

    @Test
    void hearing_begins_with_a_takeover_and_goes_on_with_renewals() {
        take(one);
        String since = hearingSince();
        one.succeeded();
        take(one);
        assertEquals(since, hearingSince());
        leaseRunsOut();
        take(other);
        assertNotEquals(since, hearingSince());
    }

    @Test
    void who_slept_through_the_end_of_its_own_lease_begins_to_hear_anew() {
        long epoch = take(one).orElseThrow();
        one.succeeded();
        String since = hearingSince();
        leaseRunsOut();
        assertEquals(epoch, take(one).orElseThrow(), "nobody else was there: nothing has to be fenced");
        assertNotEquals(since, hearingSince());
    }

    @Test
    void a_takeover_waits_for_what_is_just_being_written() throws Exception {
        String id = trigger("just being written");
        long epoch = database.number("SELECT epoch FROM leader_lease");
        database.sql("""
                CREATE FUNCTION hold_up() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  PERFORM pg_advisory_xact_lock(42);
                  RETURN NEW;
                END $$
                """);
        database.sql("CREATE TRIGGER hold_up BEFORE UPDATE ON operation FOR EACH ROW EXECUTE FUNCTION hold_up()");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection gate = dataSource.getConnection();
                Statement statement = gate.createStatement()) {
            gate.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(42)");
            registry.duringNextSync(this::leaseRunsOut);
            CompletableFuture<Boolean> tick = CompletableFuture.supplyAsync(loop::turn, threads);
            waitsForALock("%json_to_recordset%");
            CompletableFuture<Optional<Long>> takeover = CompletableFuture.supplyAsync(() -> take(other), threads);
            waitsForALock("%UPDATE leader_lease%");
            gate.commit();
            assertTrue(takeover.get().orElseThrow() > epoch);
            tick.get();
        } finally {
            database.sql("DROP FUNCTION hold_up CASCADE");
        }
        assertEquals("running", statusOf(id));
    }

    private void waitsForALock(String statement) {
        eventually(
                () -> database.number(
                                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE ?"
                                        + " AND pid <> pg_backend_pid()",
                                statement)
                        > 0,
                () -> statement + " waits");
    }

    // ---- a registry that is ahead --------------------------------------------------------------------------------

    @Test
    void only_the_holder_of_the_lease_goes_above_an_epoch_that_the_registry_remembers() {
        long epoch = take(one).orElseThrow();
        assertTrue(lift(one, epoch, epoch + 40));
        assertEquals(epoch + 41, take(one).orElseThrow());
        assertFalse(lift(one, epoch, epoch + 90), "not in that epoch any more");
        leaseRunsOut();
        assertFalse(lift(one, epoch + 41, epoch + 90), "ran out");
        long next = take(other).orElseThrow();
        String lease = lease();
        assertFalse(lift(one, epoch + 41, next));
        assertFalse(lift(one, next, next));
        assertEquals(lease, lease());
    }

    private static boolean lift(LeaderLease lease, long epoch, long storedEpoch) {
        return lease.liftAbove(epoch, storedEpoch).await().atMost(LONG);
    }

    // ---- who cannot renew ----------------------------------------------------------------------------------------

    @Test
    void who_could_not_renew_for_as_long_as_the_lease_lasts_knows_that_it_does_not_lead() {
        assertTrue(one.ranOut(), "never had one");
        take(one);
        leasesPass(0.9);
        assertFalse(one.ranOut());
        leasesPass(0.2);
        assertTrue(one.ranOut());
        one.succeeded();
        take(one);
        assertFalse(one.ranOut());
    }

    @Test
    void at_its_end_a_coordinator_lets_the_lease_go_and_stops_its_agents() {
        Coordinators.Coordinator ending = coordinators.another();
        ending.ticker().once().await().atMost(LONG);
        assertTrue(ending.ticker().epoch().isPresent());
        assertTrue(take(other).isEmpty());
        ending.ticker().atShutdown(new ShutdownEvent());
        assertTrue(ending.ticker().epoch().isEmpty());
        assertTrue(take(other).isPresent());
        ending.ticker().wake();
        assertTrue(ending.ticker().isIdle(), "ticks again after its end");
    }

    @Test
    void the_tick_that_is_under_way_at_the_end_is_finished_first() throws Exception {
        Coordinators.Coordinator ending = coordinators.another();
        String id = trigger("begun");
        CountDownLatch inTheTick = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        registry.duringNextSync(() -> {
            inTheTick.countDown();
            awaitUninterrupted(goOn);
        });
        ending.ticker().wake();
        inTheTick.await();
        Thread end = Thread.ofVirtual().start(() -> ending.ticker().atShutdown(new ShutdownEvent()));
        goOn.countDown();
        end.join();
        assertEquals("running", statusOf(id));
        assertTrue(take(other).isPresent());
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.ktrdr.coordinator.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.database.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LeaderLeaseTest extends CoordinatorTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Inject
    Database data;

    @Inject
    TickConfig config;

    @SuppressWarnings("NullAway.Init")
    private LeaderLease one;

    @SuppressWarnings("NullAway.Init")
    private LeaderLease other;

    @BeforeEach
    void twoCoordinators() {
        one = new LeaderLease(data, config);
        other = new LeaderLease(data, config);
    }

    private static Optional<Long> take(LeaderLease lease) {
        return lease.takeOrRenew().await().atMost(LONG);
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
                .mapToObj(i -> new LeaderLease(data, config))
                .toList();
        List<Optional<Long>> answers = Uni.join()
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
}

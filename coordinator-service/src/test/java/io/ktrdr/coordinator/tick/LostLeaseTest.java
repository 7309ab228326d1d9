package io.ktrdr.coordinator.tick;

import static io.ktrdr.coordinator.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.coordinator.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A leader that cannot renew its lease, as when its ticks hang or its database is away. */
@QuarkusTest
@TestProfile(LostLeaseTest.ShortLease.class)
class LostLeaseTest extends CoordinatorTest {
    public static final class ShortLease implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("ktrdr.tick.leader-lease", "3s", "ktrdr.stub.duration", "10m");
        }
    }

    @Test
    void it_stops_its_agents_and_leads_no_longer_although_no_tick_tells_it() {
        String id = trigger("slow");
        loop.turn();
        String design = child(id, "agent_design");
        long epoch = database.number("SELECT epoch FROM leader_lease");
        // no tick follows
        eventually(() -> loop.epoch() == 0, () -> "still believes that it leads");
        loop.agentsAreDone();
        assertEquals("running", statusOf(design), "what becomes of it the next leader decides");

        assertTrue(loop.turn() || loop.epoch() == epoch);
        assertEquals(epoch, loop.epoch(), "nobody else was there");
        assertEquals("failed", statusOf(design));
        assertEquals(2, database.number("SELECT count(*) FROM operation WHERE type = 'agent_design'"));
        assertFalse(loop.agents().running().isEmpty());
    }
}

package io.ktrdr.coordinator.tick;

import static io.ktrdr.coordinator.Eventually.eventually;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.coordinator.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Agents that are at work when something happens to their coordinator, or to their research. */
@QuarkusTest
@TestProfile(RestartTest.SlowAgents.class)
class RestartTest extends CoordinatorTest {
    @AfterEach
    void all_adds_up() {
        assertNothingFound();
    }

    /** Nobody waits for them: they are stopped. */
    public static final class SlowAgents implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("ktrdr.stub.duration", "10m");
        }
    }

    private String designing() {
        String id = trigger("slow");
        loop.turn();
        assertEquals(Set.of(child(id, "agent_design")), loop.agents().running());
        eventually(() -> database.number("SELECT count(*) FROM budget_entry") == 1, () -> "the agent at work");
        return id;
    }

    private void anotherCoordinatorTicksForAWhile() {
        database.sql(
                "UPDATE leader_lease SET holder = 'another', epoch = epoch + 1, expires_at = now() + interval '1 h'");
    }

    private void andDies() {
        database.sql("UPDATE leader_lease SET expires_at = now() - interval '1 s'");
    }

    @Test
    void a_new_epoch_fails_orphaned_agents_and_starts_their_phase_again_in_one_tick() {
        String id = designing();
        String orphan = child(id, "agent_design");
        // as a process that died leaves it
        loop.agents().stopAll();
        loop.agentsAreDone();
        anotherCoordinatorTicksForAWhile();
        andDies();

        loop.turn();
        show(orphan)
                .body("status", equalTo("failed"))
                .body("error_message", equalTo("Orphaned by coordinator restart"));
        String again = child(id, "agent_design");
        show(again).body("status", equalTo("running")).body("attempt", equalTo(2));
        assertEquals(loop.epoch(), database.number("SELECT epoch FROM operation WHERE id = ?", again));
        assertEquals("interrupted", database.text("SELECT failure_class FROM operation WHERE id = ?", orphan));
        show(id).body("status", equalTo("running")).body("phase", equalTo("designing"));
    }

    @Test
    void an_agent_that_vanished_in_its_own_epoch_is_started_again() {
        String id = designing();
        String dropped = child(id, "agent_design");
        loop.agents().stopAll();
        loop.agentsAreDone();
        loop.turn();
        show(dropped).body("status", equalTo("failed"));
        assertEquals(Set.of(child(id, "agent_design")), loop.agents().running());
    }

    @Test
    void who_no_longer_leads_stops_its_agents() {
        designing();
        anotherCoordinatorTicksForAWhile();
        assertFalse(loop.turn());
        loop.agentsAreDone();
        assertEquals(0, loop.epoch());
    }

    @Test
    void an_agent_that_makes_no_progress_is_stopped_and_started_again() {
        String id = designing();
        String stuck = child(id, "agent_design");
        database.sql("UPDATE leader_lease SET hearing_since = now() - interval '1 day'");
        database.sql("UPDATE operation SET started_at = now() - interval '899 seconds' WHERE id = ?", stuck);
        loop.turn();
        assertEquals("running", statusOf(stuck));
        database.sql("UPDATE operation SET started_at = now() - interval '900 seconds' WHERE id = ?", stuck);
        loop.turn();
        show(stuck)
                .body("status", equalTo("failed"))
                .body("error_message", equalTo("Its agent made no progress for 900 s"));
        assertEquals(
                "worker/no_progress",
                database.text("SELECT failure_class || '/' || failure_code FROM operation WHERE id = ?", stuck));
        String again = child(id, "agent_design");
        eventually(() -> loop.agents().running().equals(Set.of(again)), () -> "only the second attempt at work");
    }

    @Test
    void cancel_reaches_the_agent() {
        String id = designing();
        cancel(id);
        loop.turn();
        loop.agentsAreDone();
        assertEquals("cancelled", statusOf(child(id, "agent_design")));
        assertEquals("cancelled", statusOf(id));
        loop.turnUntilQuiet();
        assertEquals(1, database.number("SELECT count(*) FROM operation WHERE type = 'agent_design'"));
    }

    @Test
    void more_researches_than_agents_wait_for_an_agent() {
        for (int i = 0; i < 5; i++) {
            trigger("brief " + i);
        }
        loop.turn();
        assertEquals(4, loop.agents().running().size());
        assertEquals(
                "waiting for an agent, 0 ahead",
                waitingReasonOf(String.valueOf(database.text(
                        "SELECT id FROM operation WHERE type = 'agent_research' AND waiting_cause = 'agent'"))));
        assertEquals(
                1,
                database.number("SELECT count(*) FROM operation WHERE type = 'agent_design' AND status = 'pending'"));
    }

    @Test
    void an_idle_look_at_running_agents_changes_nothing() {
        designing();
        String before = database.everything();
        assertFalse(loop.turn());
        assertEquals(before, database.everything());
        assertTrue(loop.agents().busy().size() < 4);
    }
}

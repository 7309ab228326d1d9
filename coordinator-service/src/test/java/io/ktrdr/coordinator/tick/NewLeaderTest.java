package io.ktrdr.coordinator.tick;

import static io.ktrdr.coordinator.Eventually.eventually;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.sync.LostReason;
import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.LogWatch;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** What a coordinator does when it begins to tick: it looks what is there, and whether the registry will hear it. */
@QuarkusTest
class NewLeaderTest extends CoordinatorTest {
    private void theLeaderIsGone() {
        database.sql("UPDATE leader_lease SET holder = 'gone', expires_at = now() - interval '1 s'");
    }

    @Test
    void every_running_job_is_asked_once_more_although_it_was_heard_lately() {
        trainingWorkers("t1", "t2");
        String first = child(inTraining("first"), "training");
        String second = child(inTraining("second"), "training");
        started(first);
        started(second);
        loop.workersHaveAnswered();
        int askedFirst = workers.starts(first).size();
        int askedSecond = workers.starts(second).size();
        loop.turn();
        loop.workersHaveAnswered();
        assertEquals(askedFirst, workers.starts(first).size(), "heard lately, so it is not asked");
        theLeaderIsGone();
        // a worker that is being called at the moment is asked in the next tick
        eventually(
                () -> {
                    loop.turn();
                    return workers.starts(first).size() > askedFirst
                            && workers.starts(second).size() > askedSecond;
                },
                () -> "both asked");
        loop.turnUntilQuiet();
        loop.workersHaveAnswered();
        assertEquals(askedFirst + 1, workers.starts(first).size());
        assertEquals(askedSecond + 1, workers.starts(second).size());
    }

    @Test
    void it_says_in_one_line_what_it_found() {
        trainingWorkers("t1", "t2", "t3");
        String kept = inTraining("kept");
        started(child(kept, "training"));
        String lost = inTraining("lost");
        started(child(lost, "training"));
        registry.loses(child(lost, "training"), LostReason.RESTARTED);
        String orphaned = trigger("orphaned");
        database.sql(
                "UPDATE operation SET status = 'running', phase = 'designing', started_at = now() WHERE id = ?",
                orphaned);
        database.sql("""
                INSERT INTO operation (id, type, status, rank, parent_id, executor, spec, spec_sha256, epoch, started_at)
                SELECT 'op_orphan', 'agent_design', 'running', rank, id, 'agent', '{}', repeat('0', 64), l.epoch, now()
                  FROM operation, leader_lease l WHERE id = ?
                """, orphaned);
        theLeaderIsGone();
        try (LogWatch log = new LogWatch()) {
            loop.turnUntilQuiet();
            assertEquals(1, log.with("found").size(), () -> String.join("\n", log.with("found")));
            String line = log.with("found").getFirst();
            assertTrue(line.startsWith("Epoch " + loop.epoch() + " found 2 jobs on workers"), line);
            assertTrue(line.contains("lost 1 of them"), line);
            assertTrue(line.contains("what 1 agents of the former coordinator were at is started again"), line);
        }
        show("op_orphan").body("error_message", equalTo("Orphaned by coordinator restart"));
        assertEquals("training", phaseOf(kept));
    }

    // ---- the registry is ahead -----------------------------------------------------------------------------------

    @Test
    void restored_from_a_backup_it_goes_above_what_the_registry_remembers_and_gets_its_workers() {
        loop.turn();
        trainingWorkers("t1");
        String id = trigger("restored");
        long ahead = loop.epoch() + 40;
        registry.remembers(ahead, 900);
        assertTrue(loop.turn(), "goes on at once");
        loop.turnUntilQuiet();
        assertEquals(ahead + 1, loop.epoch());
        assertEquals(ahead + 1, registry.lastSync().epoch());
        assertEquals("training", phaseOf(id));
    }

    @Test
    void a_deposed_leader_that_is_told_so_by_the_registry_lifts_nothing() {
        loop.turn();
        long epoch = loop.epoch();
        String id = trigger("deposed");
        registry.duringNextSync(() -> {
            database.sql(
                    "UPDATE leader_lease SET holder = 'other', epoch = epoch + 1, expires_at = now() + interval '1 h'");
            registry.remembers(epoch + 1, 1);
        });
        assertFalse(loop.turn());
        assertEquals("other/" + (epoch + 1), database.text("SELECT holder || '/' || epoch FROM leader_lease"));
        assertEquals("pending", statusOf(id));
        assertFalse(loop.turn());
        assertEquals(0, loop.epoch());
    }

    @Test
    void coordinators_of_two_databases_at_one_registry_do_not_chase_each_other_without_pause() {
        loop.turn();
        registry.remembers(loop.epoch() + 40, 1);
        assertTrue(loop.turn());
        registry.remembers(loop.epoch() + 90, 1);
        assertFalse(loop.turn());
    }
}

package io.ktrdr.coordinator.admission;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.coordinator.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A limit of nothing is a limit: not even what is free may begin. */
@QuarkusTest
@TestProfile(NoMoneyTest.NotACent.class)
class NoMoneyTest extends CoordinatorTest {
    public static final class NotACent implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("ktrdr.budget.daily-limit", "0", "ktrdr.concurrency.limit", "10");
        }
    }

    @Test
    void nothing_begins() {
        tryTrigger(Map.of("brief", "b")).statusCode(402).body("remaining", equalTo(0.0f));
        get("/api/v1/budget").body("daily_limit", equalTo(0.0f)).body("remaining", equalTo(0.0f));
        assertEquals(0, database.number("SELECT count(*) FROM operation"));
    }

    @Test
    void who_waits_goes_on_waiting() {
        String id = trigger("b");
        database.sql("UPDATE operation SET queued = true, forced_by = NULL WHERE id = ?", id);
        loop.turnUntilQuiet();
        assertEquals("waiting for budget, 0 ahead", waitingReasonOf(id));
    }

    @Test
    void what_is_forced_in_runs_to_its_end() {
        trainingWorkers("t1");
        String id = trigger("b");
        loop.turnUntilQuiet();
        completes(id, "training", REJECTED);
        loop.turnUntilQuiet();
        assertEquals("completed", statusOf(id));
    }
}

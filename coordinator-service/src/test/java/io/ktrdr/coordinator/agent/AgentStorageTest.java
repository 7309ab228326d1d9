package io.ktrdr.coordinator.agent;

import static io.ktrdr.coordinator.Eventually.eventually;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.coordinator.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Agents that are done while the database cannot be written. */
@QuarkusTest
class AgentStorageTest extends CoordinatorTest {
    @BeforeEach
    void theDatabaseIsAwayWhenAnAgentIsDone() {
        database.sql("CREATE SEQUENCE refusals");
        database.sql("""
                CREATE FUNCTION away() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  PERFORM nextval('refusals');
                  RAISE EXCEPTION 'the database system is shutting down' USING ERRCODE = '57P03';
                END $$
                """);
        database.sql("""
                CREATE TRIGGER away BEFORE UPDATE ON operation
                FOR EACH ROW WHEN (NEW.executor = 'agent' AND NEW.status = 'completed') EXECUTE FUNCTION away()
                """);
    }

    @AfterEach
    void andBack() {
        database.sql("DROP TRIGGER IF EXISTS away ON operation");
        database.sql("DROP FUNCTION away");
        database.sql("DROP SEQUENCE refusals");
    }

    private String refused() {
        String id = trigger("done at the wrong moment");
        loop.turn();
        eventually(() -> database.number("SELECT last_value FROM refusals") >= 3, () -> "tries again");
        return id;
    }

    @Test
    void a_result_is_stored_once_the_database_is_back_and_the_work_is_not_done_again() {
        String id = refused();
        loop.turn();
        database.sql("DROP TRIGGER away ON operation");
        loop.agentsAreDone();
        String design = child(id, "agent_design");
        show(design).body("status", equalTo("completed")).body("attempt", equalTo(1));
        loop.turnUntilQuiet();
        assertEquals(NO_TRAINING_WORKER, waitingReasonOf(id));
    }

    @Test
    void it_is_given_up_when_it_is_stopped() {
        String id = refused();
        cancel(id);
        loop.turn();
        loop.agentsAreDone();
        assertEquals("cancelled", statusOf(child(id, "agent_design")));
    }
}

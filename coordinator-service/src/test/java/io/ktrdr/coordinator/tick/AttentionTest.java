package io.ktrdr.coordinator.tick;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.agent.ScriptedWork;
import io.ktrdr.coordinator.task.ScriptedAgents;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Researches that cannot go on without a person. */
@QuarkusTest
@TestProfile(ScriptedAgents.class)
class AttentionTest extends CoordinatorTest {
    private static final String DESIGN = """
            {"designer": "test", "strategy": {"name": "s", "sha256": "a", "yaml": "y"}, "dataset": null, "seed": 1,
             "windows": null}""";

    @Inject
    ScriptedWork agents;

    @AfterEach
    void all_adds_up() {
        loop.standsStill();
        assertNothingFound();
    }

    private String paused() {
        String id = trigger("nobody answers");
        loop.turn();
        agents.fails(child(id, "agent_design"), FailureClass.ATTENTION, "no model answered");
        loop.turn();
        return id;
    }

    @Test
    void a_research_that_needs_attention_stands_still_and_holds_nobody() {
        String id = paused();
        show(id).body("status", equalTo("running"))
                .body("phase", equalTo("designing"))
                .body("waiting_reason", equalTo("needs attention: no model answered"));
        get("/api/v1/agent/status")
                .body("capacity.active", equalTo(0))
                .body("active_researches.operation_id", contains(id))
                .body("active_researches.waiting_reason", contains("needs attention: no model answered"));
        get("/api/v1/agents").body("items.operation_id", contains(nullValue(), nullValue(), nullValue(), nullValue()));
        get("/api/v1/alerts?state=active")
                .body("items.rule", contains("needs_attention"))
                .body("items.subject", contains(id))
                .body("items.message[0]", containsString("no model answered"));
        String before = database.everything();
        loop.turn();
        assertEquals(before, database.everything());
        // the one place that there is without workers is free
        tryTrigger(Map.of("brief", "another one")).statusCode(202);
    }

    @Test
    void it_goes_on_when_a_person_says_so() {
        String id = paused();
        post("/api/v1/operations/" + id + "/resume", null).statusCode(200).body("waiting_reason", nullValue());
        post("/api/v1/operations/" + id + "/resume", null).statusCode(409);
        loop.turn();
        show(child(id, "agent_design")).body("status", equalTo("running")).body("attempt", equalTo(2));
        get("/api/v1/alerts?state=active").body("items", empty());
        get("/api/v1/alerts?state=resolved").body("items.subject", contains(id));
        agents.completes(child(id, "agent_design"), DESIGN);
        loop.turn();
        assertEquals(NO_TRAINING_WORKER, waitingReasonOf(id));
        get("/api/v1/operations/" + id + "/events")
                .body("items.type", hasItems("research.needs_attention", "research.resumed"));
    }

    @Test
    void it_may_need_attention_again_and_again() {
        String id = paused();
        for (int attempt = 2; attempt <= 12; attempt++) {
            post("/api/v1/operations/" + id + "/resume", null).statusCode(200);
            loop.turn();
            agents.fails(child(id, "agent_design"), FailureClass.ATTENTION, "still no model");
            loop.turn();
            assertEquals("needs attention: still no model", waitingReasonOf(id));
        }
        assertEquals(12, database.number("SELECT count(*) FROM alert"));
    }

    @Test
    void cancelling_ends_it() {
        String id = paused();
        cancel(id);
        loop.turn();
        show(id).body("status", equalTo("cancelled")).body("waiting_reason", nullValue());
        get("/api/v1/alerts?state=active").body("items", empty());
    }

    @Test
    void only_what_needs_attention_is_resumed() {
        String id = trigger("goes on by itself");
        post("/api/v1/operations/" + id + "/resume", null).statusCode(409).body("code", equalTo("illegal_state"));
        post("/api/v1/operations/op_nosuchthing/resume", null).statusCode(404);
        get("/api/v1/alerts?state=angry").statusCode(400);
    }
}

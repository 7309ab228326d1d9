package io.ktrdr.coordinator.operation;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.coordinator.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations over REST: shapes, pages, filters, cancelling. */
@QuarkusTest
class OperationsTest extends CoordinatorTest {
    private static final Set<String> FIELDS = Set.of(
            "operation_id",
            "operation_type",
            "status",
            "phase",
            "agent_id",
            "parent_operation_id",
            "attempt",
            "worker_id",
            "progress",
            "created_at",
            "started_at",
            "finished_at",
            "result",
            "error_message",
            "waiting_reason",
            "priority",
            "brief",
            "strategy_name",
            "retry_of",
            "forced_by",
            "error_code",
            "depends_on",
            "cost_usd",
            "checkpoint_step",
            "checkpoint_at");

    @Test
    void an_operation_has_these_fields_and_no_others() {
        String id = trigger("shape");
        JsonPath json = show(id).extract().jsonPath();
        assertEquals(FIELDS, json.getMap("$").keySet());
        assertEquals(id, json.getString("operation_id"));
        assertNull(json.getString("parent_operation_id"));
        assertTrue(json.getString("created_at").endsWith("Z"), json.getString("created_at"));
    }

    @Test
    void a_job_names_its_parent_its_worker_and_how_far_it_is() {
        trainingWorkers("t1");
        String id = inTraining("child");
        show(child(id, "training"))
                .body("parent_operation_id", equalTo(id))
                .body("operation_type", equalTo("training"))
                .body("worker_id", equalTo("t1"))
                .body("attempt", equalTo(1))
                .body("phase", nullValue())
                .body("progress", nullValue())
                .body("finished_at", nullValue());
    }

    @Test
    void a_research_costs_what_its_children_are_charged_and_lists_do_not_tell() {
        trainingWorkers("t1");
        String id = inTraining("dear");
        String training = child(id, "training");
        String charge =
                "INSERT INTO budget_entry (operation_id, root_id, purpose, call_number, model, day, estimate_usd,"
                        + " actual_usd, settled_at) VALUES (?, ?, 'training', ?, 'm', (now() AT TIME ZONE 'UTC')::date, 0.5, %s)";
        database.sql(charge.formatted("0.25, now()"), training, id, 101);
        database.sql(charge.formatted("NULL, NULL"), training, id, 102);
        show(training).body("cost_usd", equalTo(0.75f));
        show(id).body("cost_usd", equalTo(0.75f));
        get("/api/v1/operations/" + id + "/children").body("items.cost_usd.sum()", equalTo(0.75));
        get("/api/v1/operations").body("items.cost_usd", everyItem(nullValue()));
    }

    @Test
    void pages_lead_from_newest_to_oldest_and_miss_nothing() {
        List<String> triggered =
                IntStream.range(0, 7).mapToObj(i -> trigger("brief " + i)).toList();
        List<String> read = new ArrayList<>();
        String cursor = null;
        do {
            JsonPath page = get("/api/v1/operations?limit=3" + (cursor == null ? "" : "&cursor=" + cursor))
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            read.addAll(page.getList("items.operation_id"));
            cursor = page.getString("next_cursor");
        } while (cursor != null);
        assertEquals(triggered.reversed(), read);
    }

    @Test
    void a_list_tells_the_same_places_in_line_as_each_operation_by_itself() {
        trainingWorkers("t1");
        backtestWorkers("b1");
        loop.turn();
        List<String> ids = new ArrayList<>();
        for (String priority : List.of("P1", "P2", "P0", "P1")) {
            ids.add(tryTrigger(Map.of("brief", "b", "priority", priority, "force", true))
                    .extract()
                    .path("operation_id"));
            loop.turnUntilQuiet();
        }
        tryTrigger(Map.of("brief", "b", "queue", true)).statusCode(202);
        tryTrigger(Map.of("brief", "b", "queue", true, "priority", "P0")).statusCode(202);
        assertEquals("waiting for a training worker, 2 ahead", waitingReasonOf(ids.get(1)));
        assertEquals("waiting for a training worker, 0 ahead", waitingReasonOf(ids.get(2)));
        assertEquals("waiting for a training worker, 1 ahead", waitingReasonOf(ids.get(3)));
        JsonPath list = get("/api/v1/operations").extract().jsonPath();
        List<String> listed = list.getList("items.operation_id");
        assertEquals(14, listed.size());
        for (int i = 0; i < listed.size(); i++) {
            assertEquals(waitingReasonOf(listed.get(i)), list.getString("items[" + i + "].waiting_reason"));
        }
        assertEquals(
                ids.stream().map(CoordinatorTest::waitingReasonOf).toList(),
                get("/api/v1/agent/status").extract().path("active_researches.waiting_reason"));
    }

    @Test
    void what_comes_while_paging_disturbs_no_page() {
        List<String> triggered =
                IntStream.range(0, 4).mapToObj(i -> trigger("brief " + i)).toList();
        JsonPath first = get("/api/v1/operations?limit=2").extract().jsonPath();
        trigger("newcomer");
        get("/api/v1/operations?limit=2&cursor=" + first.getString("next_cursor"))
                .body("items.operation_id", contains(triggered.get(1), triggered.get(0)))
                .body("next_cursor", nullValue());
    }

    @Test
    void lists_are_filtered_by_type_and_status() {
        String done = trigger("done");
        loop.turnUntilQuiet();
        cancel(done);
        String open = trigger("open");
        get("/api/v1/operations?operation_type=agent_research&status=pending")
                .body("items.operation_id", contains(open));
        get("/api/v1/operations?operation_type=agent_design")
                .body("items.operation_type", everyItem(equalTo("agent_design")))
                .body("items", hasSize(1))
                .body("items[0].result", nullValue());
        get("/api/v1/operations?status=failed").body("items", empty()).body("next_cursor", nullValue());
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=501, limit",
        "limit=many, limit",
        "status=sleeping, status",
        "operation_type=dance, operation_type",
        "cursor=nonsense, cursor",
        "sort=name, sort"
    })
    void filters_that_mean_nothing_are_named(String query, String field) {
        get("/api/v1/operations?" + query)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("invalid_request"))
                .body("violations[0].field", equalTo(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/children", "/events"})
    void an_unknown_operation_is_not_found(String of) {
        get("/api/v1/operations/op_unknown" + of)
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("not_found"))
                .body("status", equalTo(404))
                .body("detail", equalTo("No operation op_unknown"));
    }

    @Test
    void events_tell_the_story_of_a_research_and_its_children() {
        String id = trigger("story");
        loop.turnUntilQuiet();
        get("/api/v1/operations/" + id + "/events")
                .statusCode(200)
                .body("items[0].type", equalTo("research.triggered"))
                .body("items[0].operation_id", equalTo(id))
                .body("items.event_id", everyItem(matchesPattern("\\d+-\\d+")))
                .body("items.at", everyItem(notNullValue()))
                .body("items.detail", everyItem(notNullValue()))
                .body(
                        "items.type",
                        contains(
                                "research.triggered",
                                "research.designing",
                                "agent_design.started",
                                "agent_design.completed",
                                "training.pending",
                                "research.waiting"));
    }

    @Test
    void a_cause_of_waiting_is_told_once() {
        String id = trigger("waiting");
        loop.turnUntilQuiet();
        loop.turn();
        loop.turn();
        assertEquals(
                1,
                database.number(
                        "SELECT count(*) FROM operation_event WHERE operation_id = ? AND type = 'research.waiting'",
                        id));
    }

    // ---- cancelling ----------------------------------------------------------------------------------------------

    @Test
    void cancelling_ends_a_research_and_all_it_does() {
        trainingWorkers("t1");
        String id = inTraining("cancelled");
        post("/api/v1/operations/" + id + "/cancel", null)
                .statusCode(200)
                .body("operation_id", equalTo(id))
                .body("status", equalTo("cancelled"))
                .body("finished_at", notNullValue());
        assertEquals("cancelled", statusOf(child(id, "training")));
        assertEquals("completed", statusOf(child(id, "agent_design")));
    }

    @Test
    void cancelling_a_child_cancels_its_research() {
        String id = trigger("parent");
        loop.turnUntilQuiet();
        post("/api/v1/operations/" + child(id, "training") + "/cancel", null).statusCode(200);
        assertEquals("cancelled", statusOf(id));
    }

    @Test
    void what_is_over_cannot_be_cancelled() {
        String id = trigger("twice");
        cancel(id);
        String before = database.everything();
        post("/api/v1/operations/" + id + "/cancel", null)
                .statusCode(409)
                .contentType("application/problem+json")
                .body("code", equalTo("illegal_state"))
                .body("detail", equalTo(id + " is cancelled already"));
        assertEquals(before, database.everything());
    }

    @Test
    void a_queued_research_can_be_cancelled() {
        tryTrigger(Map.of("brief", "active")).statusCode(202);
        String queued =
                tryTrigger(Map.of("brief", "queued", "queue", true)).extract().path("operation_id");
        cancel(queued);
        assertEquals("cancelled", statusOf(queued));
        assertNull(waitingReasonOf(queued));
    }
}

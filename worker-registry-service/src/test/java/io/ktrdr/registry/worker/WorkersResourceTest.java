package io.ktrdr.registry.worker;

import static io.ktrdr.registry.TestRegistry.registration;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.sync.SyncRequest.Ended;
import io.ktrdr.contracts.sync.SyncResponse.Granted;
import io.ktrdr.contracts.worker.Heartbeat;
import io.ktrdr.contracts.worker.RunningJob;
import io.ktrdr.contracts.worker.WorkerState;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.contracts.worker.WorkerView;
import io.ktrdr.registry.TestRegistry;
import io.ktrdr.testpostgres.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = PostgresForTests.class, restrictToAnnotatedClass = false)
class WorkersResourceTest {
    @Inject
    TestRegistry registry;

    @BeforeEach
    void startOver() {
        registry.startOver();
    }

    @Test
    void a_registration_tells_the_worker_how_often_to_be_heard() {
        registry.register(registration("w1", WorkerType.TRAINING, "boot-1", 7))
                .statusCode(200)
                .body("heartbeat_millis", equalTo(5000))
                .body("lease_millis", equalTo(15000));
        WorkerView worker = registry.worker("w1");
        assertEquals(WorkerState.IDLE, worker.state());
        assertEquals(WorkerType.TRAINING, worker.workerType());
        assertEquals("boot-1", worker.incarnation());
        assertEquals("http://127.0.0.1:8090", worker.url());
        assertFalse(worker.lost());
        assertFalse(worker.drained());
        assertNull(worker.currentOperationId());
    }

    @Test
    void registering_twice_is_registering_once() {
        registry.register(registration("w1", WorkerType.TRAINING, "boot-1", 0)).statusCode(200);
        registry.register(registration("w1", WorkerType.TRAINING, "boot-1", 0)).statusCode(200);
        assertEquals(1, registry.workers().size());
        registry.heartbeat("w1", "boot-1", 0, null).statusCode(200);
    }

    @Test
    void the_newest_registration_wins_and_the_older_process_must_stop() {
        registry.register(registration("w1", WorkerType.TRAINING, "boot-1", 0)).statusCode(200);
        registry.register(registration("w1", WorkerType.TRAINING, "boot-2", 0)).statusCode(200);
        registry.heartbeat("w1", "boot-1", 0, null).statusCode(409).body("code", equalTo("superseded"));
        registry.register(registration("w1", WorkerType.TRAINING, "boot-1", 0))
                .statusCode(409)
                .body("code", equalTo("superseded"));
        assertEquals("boot-2", registry.worker("w1").incarnation());
        registry.heartbeat("w1", "boot-2", 0, null).statusCode(200);
    }

    @Test
    void a_process_that_slept_until_it_was_forgotten_is_still_superseded_by_its_successor() {
        registry.register(registration("w1", WorkerType.TRAINING, "boot-1", 0)).statusCode(200);
        registry.sql("DELETE FROM worker");
        registry.register(registration("w1", WorkerType.TRAINING, "boot-2", 0)).statusCode(200);
        registry.heartbeat("w1", "boot-1", 0, null).statusCode(409).body("code", equalTo("superseded"));
    }

    @Test
    void the_heartbeat_of_an_unknown_worker_asks_it_to_register() {
        registry.heartbeat("w1", "boot-1", 0, null).statusCode(404).body("code", equalTo("not_found"));
    }

    @Test
    void the_heartbeat_of_an_incarnation_never_heard_of_asks_it_to_register() {
        registry.register(registration("w1", WorkerType.TRAINING, "boot-1", 0)).statusCode(200);
        registry.heartbeat("w1", "boot-9", 0, null).statusCode(404);
    }

    @Test
    void a_mark_never_falls() {
        registry.register(registration("w1", WorkerType.TRAINING, "boot-1", 0)).statusCode(200);
        registry.heartbeat("w1", "boot-1", 9, null).statusCode(200);
        registry.heartbeat("w1", "boot-1", 3, null).statusCode(200);
        registry.register(registration("w1", WorkerType.TRAINING, "boot-2", 0)).statusCode(200);
        assertEquals(9, registry.number("SELECT mark FROM liveness"));
    }

    @Test
    void a_worker_shows_what_it_does_from_reservation_to_completion() {
        registry.registerTraining("w1");
        Granted grant = registry.sync(List.of(), List.of(), "op_a").granted().getFirst();
        assertEquals(WorkerState.STARTING, registry.worker("w1").state());
        assertEquals("op_a", registry.worker("w1").currentOperationId());
        assertEquals(grant.token(), registry.worker("w1").token());
        assertNull(registry.worker("w1").job());

        registry.heartbeat("w1", "w1-1", 1, new RunningJob("op_a", grant.token(), false))
                .statusCode(200);
        assertEquals(WorkerState.RUNNING, registry.worker("w1").state());
        assertEquals(
                new RunningJob("op_a", grant.token(), false),
                registry.worker("w1").job());

        registry.heartbeat("w1", "w1-1", 1, new RunningJob("op_a", grant.token(), true))
                .statusCode(200);
        assertEquals(WorkerState.COMPLETING, registry.worker("w1").state());

        registry.sync(List.of(), List.of(new Ended("op_a", grant.token(), null)));
        assertEquals(WorkerState.IDLE, registry.worker("w1").state());
        assertNull(registry.worker("w1").currentOperationId());
        assertNull(registry.worker("w1").token());
        assertNull(registry.worker("w1").job());
    }

    @Test
    void a_stored_recovery_state_is_shown_instead_of_a_derived_one() {
        registry.registerTraining("w1");
        registry.sql("UPDATE worker SET recovery_state = 'recovery', recovery_trouble = 'memory',"
                + " recovery_reason = 'full', recovery_incarnation = 'w1-1'");
        assertEquals(WorkerState.RECOVERY, registry.worker("w1").state());
    }

    @Test
    void silence_beyond_the_lease_shows_as_lost_and_a_heartbeat_ends_it() {
        registry.registerTraining("w1");
        registry.silentFor("w1", Duration.ofSeconds(16));
        assertTrue(registry.worker("w1").lost());
        assertTrue(registry.worker("w1").silentMs() >= 16_000);
        registry.heartbeat("w1", "w1-1", 0, null).statusCode(200);
        assertFalse(registry.worker("w1").lost());
    }

    @Test
    void workers_are_listed_by_id() {
        registry.registerTraining("b");
        registry.registerBacktest("a");
        assertEquals(
                List.of("a", "b"),
                registry.workers().stream().map(WorkerView::workerId).toList());
    }

    @Test
    void an_unknown_filter_is_refused() {
        given().get("/api/v1/workers?state=idle")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("invalid_request"))
                .body("violations.field", hasItem("state"));
    }

    @Test
    void a_drained_worker_learns_it_from_its_next_heartbeat_and_gets_nothing_until_undrained() {
        registry.registerTraining("w1");
        registry.post("/api/v1/workers/w1/drain", null).statusCode(200).body("drained", equalTo(true));
        registry.post("/api/v1/workers/w1/drain", null).statusCode(200).body("drained", equalTo(true));
        registry.heartbeat("w1", "w1-1", 0, null).statusCode(200).body("drained", equalTo(true));
        assertEquals(List.of(), registry.sync(List.of(), List.of(), "op_a").granted());

        registry.post("/api/v1/workers/w1/undrain", null).statusCode(200).body("drained", equalTo(false));
        assertEquals(1, registry.sync(List.of(), List.of(), "op_a").granted().size());
    }

    @Test
    void a_worker_that_cannot_work_says_why_and_gets_nothing_until_it_can() {
        registry.registerTraining("w1");
        String full = "cannot write to its home: No space left on device";
        registry.post("/api/v1/workers/w1/heartbeat", new Heartbeat("w1-1", 0, null, false, full, null))
                .statusCode(200);
        assertEquals(full, registry.worker("w1").obstacle());
        assertEquals(List.of(), registry.sync(List.of(), List.of(), "op_a").granted());

        registry.heartbeat("w1", "w1-1", 0, null).statusCode(200);
        assertEquals(null, registry.worker("w1").obstacle());
        assertEquals(1, registry.sync(List.of(), List.of(), "op_a").granted().size());
    }

    @Test
    void a_heartbeat_is_taken_whatever_an_operating_system_says_of_its_disk() {
        registry.registerTraining("w1");
        registry.post(
                        "/api/v1/workers/w1/heartbeat",
                        "{\"incarnation\":\"w1-1\",\"mark\":0,\"draining\":false,\"obstacle\":\"\\u0000disk\\n"
                                + "x".repeat(500) + "\"}")
                .statusCode(200);
        assertEquals(
                200, Objects.requireNonNull(registry.worker("w1").obstacle()).length());
    }

    @Test
    void a_worker_stays_drained_across_its_restart() {
        registry.registerTraining("w1");
        registry.post("/api/v1/workers/w1/drain", null).statusCode(200);
        registry.register(registration("w1", WorkerType.TRAINING, "boot-2", 0)).statusCode(200);
        assertTrue(registry.worker("w1").drained());
    }

    @ParameterizedTest
    @ValueSource(strings = {"drain", "undrain"})
    void an_unknown_worker_cannot_be_drained(String verb) {
        registry.post("/api/v1/workers/nobody/" + verb, null)
                .statusCode(404)
                .body("code", equalTo("not_found"))
                .body("detail", containsString("nobody"));
    }

    @ParameterizedTest
    @CsvSource({
        "worker_id, a/b",
        "worker_id, ../../etc/passwd",
        "worker_id, ''",
        "url, ftp://host",
        "url, 127.0.0.1:8090",
        "url, http://user:secret@host",
        "url, http://host?x=1",
        "url, not a url",
        "incarnation, ' '",
        "version, ''"
    })
    void a_registration_with_a_wrong_field_is_refused_and_changes_nothing(String field, String value) {
        Map<String, Object> message = new java.util.HashMap<>(Map.of(
                "worker_id", "w1",
                "worker_type", "training",
                "incarnation", "boot-1",
                "url", "http://127.0.0.1:8090",
                "version", "test"));
        message.put(field, value);
        registry.register(message)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("invalid_request"))
                .body("violations.field", hasItem(field));
        assertEquals(List.of(), registry.workers());
    }

    @Test
    void everything_missing_is_named_at_once() {
        registry.register(Map.of("mark", -1))
                .statusCode(400)
                .body(
                        "violations.field",
                        hasItems("worker_id", "worker_type", "incarnation", "url", "version", "mark"));
    }

    @Test
    void an_unknown_worker_type_is_refused() {
        registry.register(Map.of("worker_id", "w1", "worker_type", "gpu"))
                .statusCode(400)
                .body("code", equalTo("invalid_request"))
                .body("violations.field", hasItem("worker_type"));
    }

    @Test
    void a_nul_character_is_refused_before_it_reaches_the_database() {
        registry.registerTraining("w1");
        registry.heartbeat("w1", "w1-1", 0, new RunningJob("op\u0000", 1, false))
                .statusCode(400)
                .body("violations.field", hasItem("job.claim"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "<worker/>"})
    void a_body_that_is_no_registration_is_refused(String body) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/workers")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("invalid_request"));
    }

    @Test
    void another_media_type_is_refused() {
        given().contentType(ContentType.XML)
                .body("<worker/>")
                .post("/api/v1/workers")
                .then()
                .statusCode(415)
                .body("code", equalTo("unsupported_media_type"));
    }

    @Test
    void a_foreign_host_is_refused() {
        given().header("Host", "evil.example").get("/api/v1/workers").then().statusCode(403);
    }

    @Test
    void the_interface_is_described() {
        given().accept("application/json")
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths.keySet()", hasItems("/api/v1/workers", "/api/v1/sync"));
    }
}

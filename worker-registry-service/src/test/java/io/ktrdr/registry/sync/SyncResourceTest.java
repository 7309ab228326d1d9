package io.ktrdr.registry.sync;

import static io.ktrdr.registry.TestRegistry.held;
import static io.ktrdr.registry.TestRegistry.registration;
import static io.ktrdr.registry.TestRegistry.request;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.PerWorkerType;
import io.ktrdr.contracts.sync.LostReason;
import io.ktrdr.contracts.sync.SyncRequest;
import io.ktrdr.contracts.sync.SyncRequest.Ended;
import io.ktrdr.contracts.sync.SyncRequest.Held;
import io.ktrdr.contracts.sync.SyncRequest.Wanted;
import io.ktrdr.contracts.sync.SyncResponse;
import io.ktrdr.contracts.sync.SyncResponse.Granted;
import io.ktrdr.contracts.sync.SyncResponse.Lost;
import io.ktrdr.contracts.sync.SyncResponse.PoolSize;
import io.ktrdr.contracts.sync.SyncResponse.Stray;
import io.ktrdr.contracts.worker.RunningJob;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.registry.TestRegistry;
import io.ktrdr.testpostgres.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(value = PostgresForTests.class, restrictToAnnotatedClass = false)
class SyncResourceTest {
    @Inject
    TestRegistry registry;

    @BeforeEach
    void startOver() {
        registry.startOver();
    }

    @Test
    void a_wanted_claim_gets_a_worker_and_the_pool_shows_it() {
        registry.registerTraining("w1");
        registry.registerBacktest("b1");
        SyncResponse answer = registry.sync(List.of(), List.of(), "a");
        assertEquals(List.of(new Granted("a", "w1", "w1-1", "http://127.0.0.1:8090", 1, false)), answer.granted());
        assertEquals(new PoolSize(1, 1), answer.pool().training());
        assertEquals(new PoolSize(1, 0), answer.pool().backtesting());
    }

    @Test
    void an_answer_that_got_lost_is_given_again() {
        registry.registerTraining("w1");
        registry.registerTraining("w2");
        SyncRequest request = request(1, 1, List.of(), List.of(), "a");
        SyncResponse first = registry.trySync(request).extract().as(SyncResponse.class);
        SyncResponse again = registry.trySync(request).extract().as(SyncResponse.class);
        assertEquals(first, again);
        assertEquals(first.granted(), registry.sync(List.of(), List.of(), "a").granted());
    }

    @Test
    void a_lower_epoch_or_sequence_is_stale_and_changes_nothing() {
        registry.registerTraining("w1");
        registry.trySync(request(4, 7, List.of(), List.of(), "a")).statusCode(200);
        for (SyncRequest stale : List.of(request(4, 6, List.of(), List.of()), request(3, 99, List.of(), List.of()))) {
            registry.trySync(stale)
                    .statusCode(409)
                    .contentType("application/problem+json")
                    .body("code", equalTo("stale_sync"))
                    .body("detail", containsString("epoch 4, seq 7"))
                    .body("stored.epoch", equalTo(4))
                    .body("stored.seq", equalTo(7));
        }
        assertEquals(1, registry.number("SELECT count(*) FROM reservation"));
        registry.trySync(request(5, 0, List.of(), List.of(), "a")).statusCode(200);
    }

    @Test
    void what_ended_frees_its_worker_for_the_next_in_the_same_call() {
        registry.registerTraining("w1");
        Granted grant = registry.sync(List.of(), List.of(), "a").granted().getFirst();
        registry.heartbeat("w1", "w1-1", grant.token(), new RunningJob("a", grant.token(), true));
        SyncResponse next = registry.sync(List.of(), List.of(new Ended("a", grant.token(), null)), "b");
        assertEquals("w1", next.granted().getFirst().workerId());
        assertTrue(next.granted().getFirst().token() > grant.token());
        assertEquals(List.of(), next.strays());
    }

    @Test
    void what_ended_stays_over_in_later_calls_although_the_heartbeat_is_older() {
        registry.registerTraining("w1");
        Granted grant = registry.sync(List.of(), List.of(), "a").granted().getFirst();
        registry.heartbeat("w1", "w1-1", grant.token(), new RunningJob("a", grant.token(), true));
        registry.sync(List.of(), List.of(new Ended("a", grant.token(), null)));
        SyncResponse later = registry.sync(List.of(), List.of(), "b");
        assertEquals(1, later.granted().size());
        assertEquals(List.of(), later.strays());
    }

    @Test
    void what_is_neither_held_nor_wanted_any_more_is_released() {
        registry.registerTraining("w1");
        registry.sync(List.of(), List.of(), "a");
        registry.sync(List.of(), List.of());
        assertEquals(0, registry.number("SELECT count(*) FROM reservation"));
    }

    @Test
    void what_is_held_stays_reserved() {
        registry.registerTraining("w1");
        Granted grant = registry.sync(List.of(), List.of(), "a").granted().getFirst();
        SyncResponse answer = registry.sync(List.of(held(grant)), List.of(), "b");
        assertEquals(List.of(), answer.granted());
        assertEquals(List.of(), answer.lost());
    }

    @Test
    void a_restored_registry_adopts_what_is_held_and_grants_nothing_for_a_heartbeat() {
        registry.registerTraining("w1");
        registry.registerTraining("w2");
        Held held = new Held("a", "w1", "w1-1", 41);
        SyncResponse answer = registry.sync(List.of(held), List.of(), "b");
        assertEquals(List.of(), answer.granted());
        assertEquals(List.of(), answer.lost());
        assertEquals(1, registry.number("SELECT count(*) FROM reservation WHERE claim = 'a' AND token = 41"));

        registry.sql("UPDATE registry_state SET rebuilding_until = clock_timestamp()");
        Granted next = registry.sync(List.of(held), List.of(), "b").granted().getFirst();
        assertEquals("w2", next.workerId());
        assertEquals(42, next.token());
    }

    @Test
    void a_mark_above_the_counter_raises_it() {
        registry.register(registration("w1", WorkerType.TRAINING, "w1-1", 30));
        registry.sync(List.of(), List.of(), "a");
        registry.sql("UPDATE registry_state SET rebuilding_until = NULL");
        assertEquals(
                31,
                registry.sync(List.of(), List.of(), "a").granted().getFirst().token());
    }

    @Test
    void a_worker_that_came_back_without_the_job_loses_it_and_is_free() {
        registry.registerTraining("w1");
        Granted grant = registry.sync(List.of(), List.of(), "a").granted().getFirst();
        registry.register(registration("w1", WorkerType.TRAINING, "w1-2", grant.token()));
        SyncResponse answer = registry.sync(List.of(held(grant)), List.of(), "b");
        assertEquals(LostReason.RESTARTED, answer.lost().getFirst().reason());
        assertEquals("w1-2", answer.granted().getFirst().incarnation());
    }

    @Test
    void a_worker_that_accepted_a_newer_token_has_left_the_older_claim() {
        registry.registerTraining("w1");
        Granted grant = registry.sync(List.of(), List.of(), "a").granted().getFirst();
        registry.heartbeat("w1", "w1-1", grant.token() + 1, null);
        Lost lost = registry.sync(List.of(held(grant)), List.of()).lost().getFirst();
        assertEquals(LostReason.SUPERSEDED, lost.reason());
    }

    @Test
    void a_silent_worker_is_told_as_lost_until_the_coordinator_gives_its_claim_up() {
        registry.registerTraining("w1");
        Granted grant = registry.sync(List.of(), List.of(), "a").granted().getFirst();
        registry.silentFor("w1", Duration.ofSeconds(20));
        for (int i = 0; i < 2; i++) {
            Lost lost = registry.sync(List.of(held(grant)), List.of()).lost().getFirst();
            assertEquals(LostReason.SILENT, lost.reason());
            assertTrue(lost.silentMs() >= 20_000);
        }
        registry.sync(List.of(), List.of());
        assertEquals(0, registry.number("SELECT count(*) FROM reservation"));
    }

    @Test
    void silence_counts_only_while_the_registry_could_hear() {
        registry.registerTraining("w1");
        Granted grant = registry.sync(List.of(), List.of(), "a").granted().getFirst();
        registry.silentFor("w1", Duration.ofMinutes(20));
        registry.lastSweep(Duration.ofMinutes(20));
        assertEquals(List.of(), registry.sync(List.of(held(grant)), List.of()).lost());
    }

    @Test
    void a_grant_never_started_moves_when_its_worker_died() {
        registry.registerTraining("w1");
        Granted first = registry.sync(List.of(), List.of(), "a").granted().getFirst();
        registry.registerTraining("w2");
        registry.silentFor("w1", Duration.ofSeconds(20));
        Granted second = registry.sync(List.of(), List.of(), "a").granted().getFirst();
        assertEquals("w2", second.workerId());
        assertTrue(second.token() > first.token());
    }

    @Test
    void two_claims_can_swap_their_workers_in_one_call() {
        registry.registerTraining("w1");
        Granted a = registry.sync(List.of(), List.of(), "a").granted().getFirst();
        registry.registerTraining("w2");
        Granted b = registry.sync(List.of(held(a)), List.of(), "b").granted().getFirst();
        SyncResponse swapped = registry.sync(
                List.of(
                        new Held("a", b.workerId(), b.incarnation(), 51),
                        new Held("b", a.workerId(), a.incarnation(), 52)),
                List.of());
        assertEquals(List.of(), swapped.lost());
        assertEquals(1, registry.number("SELECT count(*) FROM reservation WHERE claim = 'a' AND worker_id = 'w2'"));
        assertEquals(1, registry.number("SELECT count(*) FROM reservation WHERE claim = 'b' AND worker_id = 'w1'"));
    }

    @Test
    void a_job_that_nobody_holds_is_a_stray_and_keeps_its_worker_out_of_the_pool() {
        registry.registerTraining("w1");
        registry.heartbeat("w1", "w1-1", 0, new RunningJob("ghost", 9, false));
        SyncResponse answer = registry.sync(List.of(), List.of(), "a");
        assertEquals(List.of(new Stray("w1", "w1-1", "http://127.0.0.1:8090", "ghost", 9)), answer.strays());
        assertEquals(List.of(), answer.granted());
    }

    @Test
    void workers_to_avoid_are_avoided_while_others_exist() {
        registry.registerTraining("w1");
        SyncRequest request = new SyncRequest(
                1, 1, 0, List.of(), List.of(), new PerWorkerType<>(List.of(new Wanted("a", List.of("w1"))), List.of()));
        Granted only = registry.trySync(request)
                .extract()
                .as(SyncResponse.class)
                .granted()
                .getFirst();
        assertTrue(only.avoidIgnored());

        registry.startOver();
        registry.registerTraining("w1");
        registry.registerTraining("w2");
        Granted other = registry.trySync(request)
                .extract()
                .as(SyncResponse.class)
                .granted()
                .getFirst();
        assertEquals("w2", other.workerId());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | held",
                "{\"held\":[],\"ended\":[]} | want",
                "{\"held\":[],\"ended\":[],\"want\":{\"training\":[]}} | want.backtesting",
                "{\"epoch\":-1} | epoch",
                "{\"held\":[null]} | held[0]",
                "{\"held\":[{\"claim\":\"a\",\"worker_id\":\"w1\",\"token\":1}]} | held[0].incarnation",
                "{\"held\":[{\"claim\":\"a\",\"worker_id\":\"w1\",\"incarnation\":\"i\"}]} | held[0].token",
                "{\"ended\":[{\"token\":1}]} | ended[0].claim",
                "{\"want\":{\"training\":[{\"claim\":\"a\"}]}} | want.training[0].avoid",
                "{\"want\":{\"training\":[{\"claim\":\"a\",\"avoid\":[]}],\"backtesting\":[{\"claim\":\"a\",\"avoid\":[]}]}}"
                        + " | want.backtesting[0].claim",
                "{\"epoch\":\"1\"} | epoch",
            })
    void a_sync_that_is_not_whole_or_contradicts_itself_is_refused(String body, String field) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/sync")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_request"))
                .body("violations.field", hasItem(field));
        assertEquals(0, registry.number("SELECT epoch + seq FROM registry_state"));
    }
}

package io.ktrdr.registry;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.testpostgres.DatabaseAddress;
import io.ktrdr.testpostgres.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The built program, a native executable where one was built. */
@QuarkusIntegrationTest
@QuarkusTestResource(value = PostgresForTests.class, restrictToAnnotatedClass = false)
class RegistryIT {
    /** Set by {@link PostgresForTests} before any test method. */
    @SuppressWarnings("NullAway.Init")
    DatabaseAddress database;

    private static ValidatableResponse post(String path, String body) {
        return given().contentType("application/json").body(body).post(path).then();
    }

    @Test
    void its_migrations_have_made_the_tables() {
        assertEquals(
                List.of("1", "2", "3", "4"),
                database.column("SELECT version FROM flyway_schema_history WHERE success ORDER BY installed_rank"));
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void worker_registers_is_granted_and_released() {
        post("/api/v1/workers", """
                        {"worker_id": "w1", "worker_type": "training", "incarnation": "i1", "url": "http://127.0.0.1:9",
                         "mark": 0, "job": null, "version": "test"}""").statusCode(200);
        String sync = """
                {"epoch": 1, "seq": SEQ, "max_token": 0, "held": [HELD], "ended": [],
                 "want": {"training": [WANTED], "backtesting": []}}""";
        int token = post(
                        "/api/v1/sync",
                        sync.replace("SEQ", "1")
                                .replace("HELD", "")
                                .replace("WANTED", "{\"claim\": \"op_a\", \"avoid\": []}"))
                .statusCode(200)
                .body("granted.claim", contains("op_a"))
                .body("granted.worker_id", contains("w1"))
                .extract()
                .path("granted[0].token");
        given().get("/api/v1/workers").then().statusCode(200).body("items.current_operation_id", contains("op_a"));
        String held = "{\"claim\": \"op_a\", \"worker_id\": \"w1\", \"incarnation\": \"i1\", \"token\": %d}";
        post(
                        "/api/v1/sync",
                        sync.replace("SEQ", "2")
                                .replace("HELD", held.formatted(token))
                                .replace("WANTED", ""))
                .statusCode(200);
        post(
                        "/api/v1/workers/w1/heartbeat",
                        "{\"incarnation\": \"i1\", \"mark\": 0, \"job\": null, \"draining\": false}")
                .statusCode(200)
                .body("drained", equalTo(false));
        post("/api/v1/workers/w1/drain", "").statusCode(200).body("drained", equalTo(true));
    }

    @Test
    void errors_are_problem_documents() {
        post("/api/v1/workers", "{\"worker_id\": \"../etc\", \"worker_type\": \"training\"}")
                .statusCode(400)
                .contentType(startsWith("application/problem+json"))
                .body("code", equalTo("invalid_request"));
        post("/api/v1/sync", "{").statusCode(400).body("code", equalTo("invalid_request"));
        post("/api/v1/workers/nobody/drain", "").statusCode(404).body("code", equalTo("not_found"));
    }

    @Test
    void it_describes_itself() {
        given().get("/q/openapi").then().statusCode(200).body(containsString("/api/v1/sync"));
    }
}

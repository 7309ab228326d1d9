package io.ktrdr.worker.telemetry;

import static io.restassured.RestAssured.given;

import io.ktrdr.contracts.Sha256;
import io.ktrdr.testservices.FakeServices;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Jobs for a worker that runs as a whole. */
final class Orders {
    /** Above those of other tests in the same process. */
    private static final AtomicLong TOKENS = new AtomicLong(1_000_000);

    private final FakeServices services;

    Orders(FakeServices services) {
        this.services = services;
    }

    Map<String, Object> start(String claim, String spec, @Nullable String traceparent) throws Exception {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("claim", claim);
        order.put("worker_id", "app-worker");
        order.put(
                "incarnation",
                services.await(call -> call.isTo("/workers"))
                        .body()
                        .path("incarnation")
                        .asText());
        order.put("token", TOKENS.incrementAndGet());
        order.put("job_type", "training");
        order.put("attempt", 1);
        order.put("spec", spec);
        order.put("spec_sha256", Sha256.of(spec));
        var request = given().contentType("application/json").body(order);
        (traceparent == null ? request : request.header("traceparent", traceparent))
                .post("/api/v1/jobs")
                .then()
                .statusCode(200);
        return order;
    }

    void handBack(Map<String, Object> order) {
        given().contentType("application/json")
                .body(Map.of("incarnation", order.get("incarnation"), "token", order.get("token")))
                .post("/api/v1/jobs/" + order.get("claim") + "/hand-back")
                .then()
                .statusCode(200);
    }

    void awaitResult(String claim) throws Exception {
        services.await(call -> call.isTo("/" + claim + "/result") && call.answer() == 200);
    }

    void run(String claim, String spec) throws Exception {
        start(claim, spec, null);
        awaitResult(claim);
    }
}

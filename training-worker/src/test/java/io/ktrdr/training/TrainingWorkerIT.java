package io.ktrdr.training;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.quant.job.JobResult;
import io.ktrdr.quant.job.TrainingJob;
import io.ktrdr.testservices.FakeServices;
import io.ktrdr.testservices.FakeServicesResource;
import io.ktrdr.testservices.SmallResearch;
import io.ktrdr.testservices.Undisturbed;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;

/** The built program, a native executable where one was built. */
@QuarkusIntegrationTest
@QuarkusTestResource(FakeServicesResource.class)
class TrainingWorkerIT {
    private static long token = 1;

    /** Set by {@link FakeServicesResource} before any test method. */
    @SuppressWarnings("NullAway.Init")
    FakeServices services;

    /** The hashes of the model and of its ONNX file are among the numbers, and so are those of a walk-forward. */
    @Test
    void it_trains_to_the_same_numbers_as_this_jvm() throws Exception {
        String spec = SmallResearch.walkingForward(SmallResearch.withEveryIndicator(5))
                .toJson();
        JobResult here = TrainingJob.run(spec, sha256 -> SmallResearch.DATASET, null, new Undisturbed());
        services.store(SmallResearch.DATASET);
        SmallResearch.order(services, "training", "op_same", token++, spec).statusCode(200);
        JsonNode there = services.resultOf("op_same");
        assertEquals("completed", there.path("state").asText(), there.toString());
        // as text: what was a long is an int when it is read back
        assertEquals(here.result().toString(), there.path("result").toString());
        here.hashes().forEach(sha256 -> assertTrue(services.hasArtifact(sha256)));
    }

    @Test
    void spec_that_cannot_be_run_is_the_jobs_own_failure() throws Exception {
        SmallResearch.order(services, "training", "op_bad", token++, "{\"strategy_yaml\":\"name: x\"}")
                .statusCode(200);
        JsonNode failure = services.resultOf("op_bad").path("failure");
        assertEquals("job", failure.path("class").asText());
        assertEquals("invalid_spec", failure.path("code").asText());
    }

    @Test
    void errors_are_problem_documents() {
        RestAssured.given()
                .contentType("application/json")
                .body("{\"claim\": ")
                .post("/api/v1/jobs")
                .then()
                .statusCode(400)
                .contentType(startsWith("application/problem+json"))
                .body("code", equalTo("invalid_request"));
        RestAssured.get("/api/v1/nothing").then().statusCode(404);
    }
}

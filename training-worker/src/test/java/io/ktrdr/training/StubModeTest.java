package io.ktrdr.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.testservices.FakeServices;
import io.ktrdr.testservices.FakeServicesResource;
import io.ktrdr.testservices.SmallResearch;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(StubModeTest.Stub.class)
@QuarkusTestResource(FakeServicesResource.class)
class StubModeTest {
    /** As an operator would set it. */
    public static final class Stub implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("ktrdr.stub", "true", "ktrdr.stub.duration", "300ms", "ktrdr.stub.failure-rate", "0");
        }
    }

    /** Set by {@link FakeServicesResource} before any test method. */
    @SuppressWarnings("NullAway.Init")
    FakeServices services;

    @Test
    void stub_job_takes_its_time_and_marks_its_result() throws Exception {
        long begin = System.nanoTime();
        SmallResearch.order(services, "training", "op_stub", 1, "{}").statusCode(200);
        JsonNode report = services.await(call -> call.isTo("/op_stub/result")).body();
        assertTrue(System.nanoTime() - begin >= Duration.ofMillis(300).toNanos());
        assertEquals("completed", report.path("state").asText());
        assertTrue(report.path("result").path("stub").asBoolean());
    }
}

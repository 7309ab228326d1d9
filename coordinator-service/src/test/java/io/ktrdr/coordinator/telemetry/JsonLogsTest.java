package io.ktrdr.coordinator.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.LogWatch;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** Logs for machines, as in containers. */
@QuarkusTest
@TestProfile(JsonLogsTest.Json.class)
class JsonLogsTest extends CoordinatorTest {
    public static final class Json implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("ktrdr.log.json", "true", "quarkus.otel.sdk.disabled", "false");
        }
    }

    @Inject
    Traces traces;

    @Test
    void a_line_is_json_and_names_operation_and_trace() throws Exception {
        try (LogWatch log = new LogWatch()) {
            try (Traces.Work work = traces.agent("op_logged1", OperationType.AGENT_DESIGN, "agent-1", null)) {
                Logger.getLogger("io.ktrdr.test").info("a line of the agent");
            }
            JsonNode line = new ObjectMapper()
                    .readTree(ConsoleLine.of(log.records("a line of the agent").getFirst()));
            assertEquals("a line of the agent", line.path("message").asText());
            assertEquals("INFO", line.path("level").asText());
            assertEquals("op_logged1", line.path("mdc").path("operation_id").asText());
            assertEquals(32, line.path("mdc").path("traceId").asText().length());
            assertEquals(16, line.path("mdc").path("spanId").asText().length());
        }
    }
}

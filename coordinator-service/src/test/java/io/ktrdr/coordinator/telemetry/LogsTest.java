package io.ktrdr.coordinator.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.LogWatch;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Logs for people, as it is delivered; and what goes with each line. */
@QuarkusTest
class LogsTest extends CoordinatorTest {
    private static final AtomicBoolean TALKS = new AtomicBoolean();

    /** Logs something at the end of a request, when all its work is done. */
    @Provider
    public static class LastWord implements ContainerResponseFilter {
        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            if (TALKS.get()) {
                Logger.getLogger("io.ktrdr.test")
                        .info("answered " + request.getUriInfo().getPath());
            }
        }
    }

    @Test
    void a_line_is_a_line_of_words_unless_somebody_wants_json() {
        try (LogWatch log = new LogWatch()) {
            Logger.getLogger("io.ktrdr.test.Words").info("a line of words");
            String line = ConsoleLine.of(log.records("a line of words").getFirst());
            assertTrue(
                    line.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} INFO  \\[Words] a line of words\\R"),
                    line);
        }
    }

    @Test
    void what_is_logged_about_a_trigger_and_about_a_report_names_the_operation() {
        trainingWorkers("t1");
        try (LogWatch log = new LogWatch()) {
            TALKS.set(true);
            String id = trigger("momentum");
            assertEquals(id, operationOf(log, "answered /api/v1/agent/trigger"));
            loop.turnUntilQuiet();
            StartJob job = started(child(id, "training"));
            report(job, completion(job, TRAINED)).statusCode(200);
            assertEquals(job.claim(), operationOf(log, "answered /api/v1/jobs/" + job.claim() + "/result"));
        } finally {
            TALKS.set(false);
        }
    }

    private static String operationOf(LogWatch log, String words) {
        return String.valueOf(log.records(words).getFirst().getMdcCopy().get("operation_id"));
    }
}

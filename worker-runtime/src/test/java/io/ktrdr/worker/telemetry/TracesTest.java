package io.ktrdr.worker.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.testservices.FakeServices;
import io.ktrdr.testservices.FakeServicesResource;
import io.ktrdr.worker.ScriptedRunner;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;

/** A job in the trace of whoever ordered it. */
@QuarkusTest
@TestProfile(TracesTest.Traced.class)
@QuarkusTestResource(FakeServicesResource.class)
class TracesTest {
    public static final class Traced implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.otel.sdk.disabled", "false", "quarkus.otel.bsp.schedule.delay", "20ms");
        }
    }

    /** Set by {@link FakeServicesResource} before any test method. */
    @SuppressWarnings("NullAway.Init")
    FakeServices services;

    @Inject
    Spans spans;

    private SpanData run(String claim, String spec, String traceId) throws Exception {
        Orders orders = new Orders(services);
        orders.start(claim, spec, "00-" + traceId + "-b7ad6b7169203331-01");
        orders.awaitResult(claim);
        return spans.await("run training", traceId);
    }

    private static String attribute(SpanData span, String key) {
        return String.valueOf(span.getAttributes().get(AttributeKey.stringKey(key)));
    }

    @Test
    void the_run_belongs_to_the_start_that_ordered_it_and_outlives_its_answer() throws Exception {
        String trace = "0af7651916cd43dd8448eb211c803100";
        SpanData run = run("op_traced1", ScriptedRunner.SUCCEED, trace);
        SpanData order = spans.await("POST /api/v1/jobs", trace);
        assertEquals("b7ad6b7169203331", order.getParentSpanId());
        assertEquals(order.getSpanId(), run.getParentSpanId());
        assertEquals("op_traced1", attribute(run, "ktrdr.operation.id"));
        assertEquals("completed", attribute(run, "ktrdr.outcome"));
        assertTrue(run.getStartEpochNanos() >= order.getStartEpochNanos());
        assertEquals(StatusCode.UNSET, run.getStatus().getStatusCode());
    }

    @Test
    void a_run_that_fails_says_whose_fault_it_was_and_not_what_was_in_it() throws Exception {
        SpanData run = run("op_traced2", ScriptedRunner.FAIL, "0af7651916cd43dd8448eb211c803200");
        assertEquals(StatusCode.ERROR, run.getStatus().getStatusCode());
        assertEquals("job", attribute(run, "error.type"));
        assertFalse(run.toString().contains("cannot be done"), run.toString());
    }

    @Test
    void what_is_said_to_the_services_all_the_time_is_not_traced() throws Exception {
        run("op_traced3", ScriptedRunner.SUCCEED, "0af7651916cd43dd8448eb211c803300");
        services.await(call -> call.isTo("/heartbeat"));
        assertEquals(
                java.util.Set.of("POST /api/v1/jobs", "run training"),
                spans.all().stream().map(SpanData::getName).collect(Collectors.toSet()));
    }

    @Test
    void what_the_job_s_thread_logs_names_the_operation_and_the_trace() throws Exception {
        List<ExtLogRecord> seen = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (entry instanceof ExtLogRecord complete && "job".equals(complete.getThreadName())) {
                    complete.copyMdc();
                    seen.add(complete);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        try {
            run("op_traced4", ScriptedRunner.SUCCEED, "0af7651916cd43dd8448eb211c803400");
        } finally {
            root.removeHandler(handler);
        }
        ExtLogRecord line = seen.stream()
                .filter(entry -> entry.getFormattedMessage().startsWith("op_traced4"))
                .findFirst()
                .orElseThrow();
        assertEquals("op_traced4", line.getMdcCopy().get("operation_id"));
        assertEquals("0af7651916cd43dd8448eb211c803400", line.getMdcCopy().get("traceId"));
    }
}

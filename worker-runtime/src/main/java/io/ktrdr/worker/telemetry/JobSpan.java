package io.ktrdr.worker.telemetry;

import io.ktrdr.contracts.WireName;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.job.JobState;
import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.worker.job.JobWatch;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * A job in the trace of its attempt. It begins in the request that brings the order, goes on in another thread, and ends when
 * that request has long been answered. What the job's thread logs meanwhile names the operation, and the trace if there is one.
 */
final class JobSpan {
    private final Span span;
    private final String claim;

    JobSpan(Tracer tracer, StartJob order) {
        this.claim = order.claim();
        this.span = tracer.spanBuilder("run " + order.jobType().wireName())
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("ktrdr.operation.id", order.claim())
                .setAttribute("ktrdr.operation.type", order.jobType().wireName())
                .setAttribute("ktrdr.attempt", order.attempt())
                .setAttribute("ktrdr.worker.id", order.workerId())
                .setAttribute("ktrdr.resumed", order.checkpoint() != null)
                .startSpan();
    }

    @SuppressWarnings("MustBeClosedChecker") // closed with the scope that is returned
    JobWatch.Scope atWork() {
        io.opentelemetry.context.Scope current = span.makeCurrent();
        MDC.put("operation_id", claim);
        SpanContext context = span.getSpanContext();
        if (context.isValid()) {
            MDC.put("traceId", context.getTraceId());
            MDC.put("spanId", context.getSpanId());
        }
        return () -> {
            MDC.clear();
            current.close();
        };
    }

    void ended(JobState state, @Nullable FailureClass failure) {
        span.setAttribute("ktrdr.outcome", state.wireName());
        if (failure != null) {
            span.setAttribute("error.type", WireName.of(failure));
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}

package io.ktrdr.coordinator.telemetry;

import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.edge.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Each attempt is a trace of its own, linked to the request that triggered its operation: attempts may be days apart, and what
 * is in a trace for days nobody can read. Attributes name ids and types, never what people or models said.
 */
@Singleton
public final class Traces {
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("ktrdr.operation.id");
    private static final AttributeKey<String> TYPE = AttributeKey.stringKey("ktrdr.operation.type");
    private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("ktrdr.attempt");
    private static final AttributeKey<String> WORKER = AttributeKey.stringKey("ktrdr.worker.id");
    private static final AttributeKey<String> AGENT = AttributeKey.stringKey("ktrdr.agent.id");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final Tracer tracer;
    /** Of the first start that was sent for a claim: what is sent again belongs to the same trace. */
    private final Map<String, SpanContext> firstStarts = new ConcurrentHashMap<>();

    private final Map<String, Span> starting = new ConcurrentHashMap<>();

    Traces(Tracing tracing) {
        this.tracer = tracing.tracer();
    }

    /** Something that takes time and may fail. */
    public interface Work extends AutoCloseable {
        /** @param errorType one of few words */
        void failed(String errorType);

        @Override
        void close();
    }

    /**
     * A worker is told to start. Until it is closed {@link #traceparent} is what the worker is told.
     *
     * @param origin of the root operation
     */
    public Work start(StartJob order, @Nullable String origin) {
        SpanBuilder builder = tracer.spanBuilder("start " + order.jobType().wireName())
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(OPERATION, order.claim())
                .setAttribute(TYPE, order.jobType().wireName())
                .setAttribute(ATTEMPT, (long) order.attempt())
                .setAttribute(WORKER, order.workerId());
        SpanContext first = firstStarts.get(order.claim());
        Span span = (first == null
                        ? root(builder, origin)
                        : builder.setParent(Context.root().with(Span.wrap(first))))
                .startSpan();
        if (!span.getSpanContext().isValid()) {
            return new Ending(span, () -> {});
        }
        firstStarts.putIfAbsent(order.claim(), span.getSpanContext());
        starting.put(order.claim(), span);
        return new Ending(span, () -> starting.remove(order.claim(), span));
    }

    private static SpanBuilder root(SpanBuilder builder, @Nullable String origin) {
        SpanContext trigger = Origin.parse(origin);
        builder.setNoParent();
        return trigger.isValid() ? builder.addLink(trigger) : builder;
    }

    /** Null when nothing is being told, or nobody traces it. */
    public @Nullable String traceparent(String claim) {
        Span span = starting.get(claim);
        return span == null ? null : Origin.traceparent(span.getSpanContext());
    }

    /** Other claims are over. */
    public void forgetAllBut(Set<String> claims) {
        firstStarts.keySet().retainAll(claims);
    }

    /**
     * An agent is at an attempt, on this thread until it is closed. What is logged meanwhile names it.
     *
     * @param origin of the root operation
     */
    @SuppressWarnings("MustBeClosedChecker") // closed with the work that is returned
    public Work agent(String operationId, OperationType type, String agentId, @Nullable String origin) {
        SpanBuilder builder = tracer.spanBuilder(type.wireName())
                .setAttribute(OPERATION, operationId)
                .setAttribute(TYPE, type.wireName())
                .setAttribute(AGENT, agentId);
        Span span = root(builder, origin).startSpan();
        Scope scope = span.makeCurrent();
        LogContext.operation(operationId);
        SpanContext context = span.getSpanContext();
        if (context.isValid()) {
            MDC.put("traceId", context.getTraceId());
            MDC.put("spanId", context.getSpanId());
        }
        return new Ending(span, () -> {
            scope.close();
            MDC.clear();
        });
    }

    private record Ending(Span span, Runnable last) implements Work {
        @Override
        public void failed(String errorType) {
            span.setAttribute(ERROR, errorType);
            span.setStatus(StatusCode.ERROR);
        }

        @Override
        public void close() {
            last.run();
            span.end();
        }
    }
}

package io.ktrdr.coordinator.dispatch;

import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.coordinator.telemetry.Traces;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;

/** Tells a worker to which trace its run belongs. By the order itself, so that it does not matter which thread sends it. */
final class TraceHeader implements ClientRequestFilter {
    private final Traces traces;

    TraceHeader(Traces traces) {
        this.traces = traces;
    }

    @Override
    public void filter(ClientRequestContext request) {
        if (request.getEntity() instanceof StartJob order) {
            String traceparent = traces.traceparent(order.claim());
            if (traceparent != null) {
                request.getHeaders().putSingle("traceparent", traceparent);
            }
        }
    }
}

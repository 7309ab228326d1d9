package io.ktrdr.coordinator.dispatch;

import io.ktrdr.contracts.job.WorkerJobsApi;
import io.ktrdr.coordinator.telemetry.Traces;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A client for each worker's address. Addresses come and go with workers: those not used for longest are closed. */
final class WorkerClients {
    private static final Logger LOG = Logger.getLogger(WorkerClients.class);

    private final int most;
    private final int connectMillis;
    private final int answerMillis;
    private final Traces traces;
    private final Map<String, WorkerJobsApi> byUrl = new LinkedHashMap<>(16, 0.75f, true);

    WorkerClients(int most, int connectMillis, int answerMillis, Traces traces) {
        this.most = most;
        this.connectMillis = connectMillis;
        this.answerMillis = answerMillis;
        this.traces = traces;
    }

    /** @throws RuntimeException when the address is none */
    synchronized WorkerJobsApi of(String url) {
        WorkerJobsApi client = byUrl.computeIfAbsent(url, this::create);
        List<String> leastRecentlyUsed = new ArrayList<>(byUrl.keySet()).subList(0, Math.max(0, byUrl.size() - most));
        leastRecentlyUsed.forEach(old -> close(byUrl.remove(old)));
        return client;
    }

    synchronized int size() {
        return byUrl.size();
    }

    private WorkerJobsApi create(String url) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(URI.create(url))
                .connectTimeout(connectMillis, TimeUnit.MILLISECONDS)
                .readTimeout(answerMillis, TimeUnit.MILLISECONDS)
                // what is worth a span has one, made by hand
                .httpClientOptions(new HttpClientOptions().setTracingPolicy(TracingPolicy.IGNORE))
                .register(new ProblemReader())
                .register(new TraceHeader(traces))
                .build(WorkerJobsApi.class);
    }

    private static void close(@Nullable WorkerJobsApi client) {
        if (client instanceof Closeable closeable) {
            try {
                closeable.close();
            } catch (IOException e) {
                LOG.debugf(e, "A client could not be closed");
            }
        }
    }
}

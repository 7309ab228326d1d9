package io.ktrdr.cli.session;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.artifact.ArtifactsApi;
import io.ktrdr.contracts.dataset.DatasetsApi;
import io.ktrdr.contracts.operation.OperationsApi;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.research.AgentApi;
import io.ktrdr.contracts.worker.WorkersApi;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The services of one ktrdr, as this invocation talks to them. */
public final class Services {
    private static final int CONNECT_SECONDS = 2;
    private static final int READ_SECONDS = 10;
    /** An import of millions of bars takes longer than an answer from memory. */
    private static final int IMPORT_SECONDS = 60;
    /** Above every client's own limits, which know better why. */
    private static final Duration BACKSTOP = Duration.ofSeconds(CONNECT_SECONDS + IMPORT_SECONDS + 5L);

    private final URI coordinator;
    private final ObjectMapper json;

    public Services(URI coordinator, ObjectMapper json) {
        this.coordinator = coordinator;
        this.json = json;
    }

    public URI url() {
        return coordinator;
    }

    public AgentApi agent() {
        return client(AgentApi.class, coordinator, READ_SECONDS);
    }

    public OperationsApi operations() {
        return client(OperationsApi.class, coordinator, READ_SECONDS);
    }

    public DatasetsApi datasets() {
        return client(DatasetsApi.class, coordinator, IMPORT_SECONDS);
    }

    public ArtifactsApi artifacts() {
        return client(ArtifactsApi.class, coordinator, READ_SECONDS);
    }

    public WorkersApi workersOf(URI registry) {
        return client(WorkersApi.class, registry, READ_SECONDS);
    }

    /**
     * The answer.
     *
     * @throws CommandFailure when there is none
     */
    public <T> T answer(Uni<T> call) {
        return answer(call, coordinator);
    }

    public <T> T answer(Uni<T> call, URI service) {
        try {
            return call.await().atMost(BACKSTOP);
        } catch (ProblemException answered) {
            throw answered;
        } catch (RuntimeException e) {
            // the client wraps what happened once or twice, depending on where it happened
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ProblemException answered) {
                    throw answered;
                }
                if (cause instanceof IOException
                        || cause instanceof TimeoutException
                        || cause instanceof io.smallrye.mutiny.TimeoutException) {
                    throw CommandFailure.unreachable(service.toString());
                }
            }
            throw e;
        }
    }

    private <T> T client(Class<T> api, URI base, int readSeconds) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(base)
                .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .readTimeout(readSeconds, TimeUnit.SECONDS)
                .register(new Problems(json))
                .build(api);
    }
}

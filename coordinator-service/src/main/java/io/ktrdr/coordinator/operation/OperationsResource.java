package io.ktrdr.coordinator.operation;

import io.ktrdr.contracts.lock.LockList;
import io.ktrdr.contracts.lock.MoreLocks;
import io.ktrdr.contracts.operation.BatchRequest;
import io.ktrdr.contracts.operation.BatchResponse;
import io.ktrdr.contracts.operation.OperationEventList;
import io.ktrdr.contracts.operation.OperationGraph;
import io.ktrdr.contracts.operation.OperationPage;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.operation.OperationsApi;
import io.ktrdr.contracts.operation.RetryRequest;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.research.TriggerResponse;
import io.ktrdr.coordinator.admission.RetryByHand;
import io.ktrdr.coordinator.batch.Batches;
import io.ktrdr.coordinator.readiness.LockView;
import io.ktrdr.coordinator.readiness.Terms;
import io.ktrdr.edge.QueryParameters;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Operations as people read, cancel and retry them. */
final class OperationsResource implements OperationsApi {
    private final OperationReader reader;
    private final Decisions decisions;
    private final RetryByHand retries;
    private final Dependencies dependencies;
    private final Batches batches;
    private final LockView locks;

    private final UriInfo uri;

    OperationsResource(
            OperationReader reader,
            Decisions decisions,
            RetryByHand retries,
            Dependencies dependencies,
            Batches batches,
            LockView locks,
            UriInfo uri) {
        this.dependencies = dependencies;
        this.batches = batches;
        this.locks = locks;
        this.uri = uri;
        this.reader = reader;
        this.decisions = decisions;
        this.retries = retries;
    }

    @Override
    public Uni<OperationPage> list(
            @Nullable String operationType, @Nullable String status, @Nullable String limit, @Nullable String cursor) {
        QueryParameters.allowOnly(uri, "operation_type", "status", "limit", "cursor");
        return reader.page(
                PageRequest.oneOf(OperationType.class, "operation_type", operationType),
                PageRequest.oneOf(OperationStatus.class, "status", status),
                PageRequest.of(limit, cursor));
    }

    @Override
    public Uni<OperationView> show(String id) {
        QueryParameters.allowOnly(uri);
        return reader.show(OperationId.required(id));
    }

    @Override
    public Uni<OperationPage> children(String id) {
        QueryParameters.allowOnly(uri);
        return reader.children(OperationId.required(id));
    }

    @Override
    public Uni<OperationEventList> events(String id) {
        QueryParameters.allowOnly(uri);
        return reader.events(OperationId.required(id));
    }

    @Override
    public Uni<OperationGraph> graph(String id) {
        QueryParameters.allowOnly(uri);
        return dependencies.of(OperationId.required(id));
    }

    @Override
    @ResponseStatus(202)
    public Uni<BatchResponse> batch(@Nullable String idempotencyKey, @Nullable BatchRequest request) {
        QueryParameters.allowOnly(uri);
        if (request == null) {
            throw ProblemException.invalid("(body)", "a JSON body is required");
        }
        return batches.submit(request, idempotencyKey);
    }

    @Override
    @ResponseStatus(202)
    public Uni<LockList> lock(String id, @Nullable MoreLocks request) {
        QueryParameters.allowOnly(uri);
        return decisions.lock(OperationId.required(id), Terms.required(request)).chain(locks::of);
    }

    @Override
    public Uni<OperationView> cancel(String id) {
        QueryParameters.allowOnly(uri);
        return decisions.cancel(OperationId.required(id)).chain(() -> reader.show(id));
    }

    @Override
    public Uni<OperationView> resume(String id) {
        QueryParameters.allowOnly(uri);
        return decisions.resume(OperationId.required(id)).chain(() -> reader.show(id));
    }

    @Override
    @ResponseStatus(202)
    public Uni<TriggerResponse> retry(String id, @Nullable String idempotencyKey, @Nullable RetryRequest request) {
        QueryParameters.allowOnly(uri);
        return retries.retry(
                OperationId.required(id),
                idempotencyKey,
                request == null ? new RetryRequest(null, null, null, null) : request);
    }
}

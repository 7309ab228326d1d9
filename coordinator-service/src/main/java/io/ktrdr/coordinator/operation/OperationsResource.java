package io.ktrdr.coordinator.operation;

import io.ktrdr.contracts.WireName;
import io.ktrdr.contracts.operation.OperationEventList;
import io.ktrdr.contracts.operation.OperationPage;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.operation.OperationsApi;
import io.ktrdr.contracts.operation.RetryRequest;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.research.TriggerResponse;
import io.ktrdr.coordinator.admission.RetryByHand;
import io.ktrdr.edge.QueryParameters;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Operations as people read, cancel and retry them. */
final class OperationsResource implements OperationsApi {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;

    private final OperationReader reader;
    private final Cancellation cancellation;
    private final RetryByHand retries;

    private final UriInfo uri;

    OperationsResource(OperationReader reader, Cancellation cancellation, RetryByHand retries, UriInfo uri) {
        this.uri = uri;
        this.reader = reader;
        this.cancellation = cancellation;
        this.retries = retries;
    }

    @Override
    public Uni<OperationPage> list(
            @Nullable String operationType, @Nullable String status, @Nullable String limit, @Nullable String cursor) {
        QueryParameters.allowOnly(uri, "operation_type", "status", "limit", "cursor");
        return reader.page(
                oneOf(OperationType.class, "operation_type", operationType),
                oneOf(OperationStatus.class, "status", status),
                limit(limit),
                cursor == null ? null : Cursor.parse(cursor));
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
    public Uni<OperationView> cancel(String id) {
        QueryParameters.allowOnly(uri);
        return cancellation.cancel(OperationId.required(id)).chain(() -> reader.show(id));
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

    private static <E extends Enum<E>> @Nullable String oneOf(Class<E> type, String field, @Nullable String name) {
        if (name == null) {
            return null;
        }
        try {
            return WireName.of(WireName.parse(type, name));
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(field, "must be one of " + WireName.allowed(type));
        }
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw ProblemException.invalid("limit", "must be a whole number from 1 to " + MAX_LIMIT);
    }
}

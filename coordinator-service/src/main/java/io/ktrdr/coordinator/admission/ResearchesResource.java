package io.ktrdr.coordinator.admission;

import io.ktrdr.contracts.research.HoldoutRequest;
import io.ktrdr.contracts.research.ReproduceRequest;
import io.ktrdr.contracts.research.ResearchesApi;
import io.ktrdr.contracts.research.TriggerResponse;
import io.ktrdr.coordinator.operation.OperationId;
import io.ktrdr.edge.QueryParameters;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Finding out more about researches that are over. */
final class ResearchesResource implements ResearchesApi {
    private final Reruns reruns;
    private final UriInfo uri;

    ResearchesResource(Reruns reruns, UriInfo uri) {
        this.reruns = reruns;
        this.uri = uri;
    }

    @Override
    @ResponseStatus(202)
    public Uni<TriggerResponse> reproduce(
            String id, @Nullable String idempotencyKey, @Nullable ReproduceRequest request) {
        QueryParameters.allowOnly(uri);
        return reruns.reproduce(
                OperationId.required(id),
                idempotencyKey,
                request == null ? new ReproduceRequest(null, null, null) : request);
    }

    @Override
    @ResponseStatus(202)
    public Uni<TriggerResponse> holdout(String id, @Nullable String idempotencyKey, @Nullable HoldoutRequest request) {
        QueryParameters.allowOnly(uri);
        return reruns.holdout(
                OperationId.required(id),
                idempotencyKey,
                request == null ? new HoldoutRequest(null, null, null, null) : request);
    }
}

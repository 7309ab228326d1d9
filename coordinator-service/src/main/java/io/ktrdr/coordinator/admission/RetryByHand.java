package io.ktrdr.coordinator.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.operation.ResearchPhase;
import io.ktrdr.contracts.operation.RetryRequest;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.research.TriggerResponse;
import io.ktrdr.coordinator.readiness.Terms;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.telemetry.Origin;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Does a research that is over once more, as a new one: same request, same admission. */
@Singleton
public final class RetryByHand {
    private static final String REQUESTED_BY = "requested_by";

    private final Database database;
    private final Admission admission;
    private final OperationIds ids;

    RetryByHand(Database database, Admission admission, OperationIds ids) {
        this.database = database;
        this.admission = admission;
        this.ids = ids;
    }

    /**
     * @throws ProblemException {@code not_found}; {@code invalid_request} for a child; {@code illegal_state} when it is not
     *     over, is a run about another one, or cannot be done again from this phase; whatever a trigger is refused with
     */
    public Uni<TriggerResponse> retry(String id, @Nullable String idempotencyKey, RetryRequest request) {
        ResearchPhase from = TriggerInput.check(request, idempotencyKey);
        return FormerResearch.read(database, id).chain(former -> {
            former.refuseRerun();
            String newId = ids.next();
            ObjectNode body = former.research().request().deepCopy();
            if (request.requestedBy() != null) {
                body.put(REQUESTED_BY, request.requestedBy());
            }
            return admission.trigger(new Admission.Request(
                    newId,
                    idempotencyKey,
                    body,
                    Sha256.of("retry " + id + " " + Json.tree(request)),
                    Terms.again(former.research().priority(), former.research().request()),
                    TriggerInput.forcedBy(request.force(), request.requestedBy()),
                    Boolean.TRUE.equals(request.queue()),
                    former.precedent(newId, from, true),
                    Origin.here()));
        });
    }
}

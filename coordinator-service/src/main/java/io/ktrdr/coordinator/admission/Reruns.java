package io.ktrdr.coordinator.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.ResearchPhase;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.research.HoldoutRequest;
import io.ktrdr.contracts.research.ReproduceRequest;
import io.ktrdr.contracts.research.TriggerResponse;
import io.ktrdr.coordinator.readiness.Terms;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.research.Root;
import io.ktrdr.coordinator.telemetry.Origin;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Runs a research that is over again to find out something about it: whether the same comes out, or what it is worth on the data
 * that are held out. Neither tries anything new, and neither asks a model.
 */
@Singleton
final class Reruns {
    private static final String REPRODUCES = "reproduces";
    private static final String HOLDOUT = "holdout";

    private final Database database;
    private final Admission admission;
    private final OperationIds ids;

    Reruns(Database database, Admission admission, OperationIds ids) {
        this.database = database;
        this.admission = admission;
        this.ids = ids;
    }

    /**
     * From its training on, with the strategy, data, windows and seed that it had.
     *
     * @throws ProblemException {@code not_found}; {@code illegal_state} when it was not completed, or is itself such a run;
     *     whatever a trigger is refused with
     */
    Uni<TriggerResponse> reproduce(String id, @Nullable String idempotencyKey, ReproduceRequest request) {
        TriggerInput.check(request, idempotencyKey);
        return FormerResearch.read(database, id).chain(former -> {
            ObjectNode body = body(former.research(), request.requestedBy()).put(REPRODUCES, id);
            String newId = ids.next();
            return admission.trigger(new Admission.Request(
                    newId,
                    idempotencyKey,
                    body,
                    Sha256.of("reproduce " + id + " " + Json.tree(request)),
                    Terms.NONE,
                    TriggerInput.forcedBy(request.force(), request.requestedBy()),
                    Boolean.TRUE.equals(request.queue()),
                    former.precedent(newId, ResearchPhase.TRAINING, false),
                    Origin.here()));
        });
    }

    /**
     * Its model, backtested on what is held out of its dataset.
     *
     * @throws ProblemException {@code not_found}; {@code illegal_state} when it was not completed, was not backtested, is itself
     *     such a run, or has nothing held out; whatever a trigger is refused with
     */
    Uni<TriggerResponse> holdout(String id, @Nullable String idempotencyKey, HoldoutRequest request) {
        TriggerInput.check(request, idempotencyKey);
        return FormerResearch.read(database, id).chain(former -> {
            requireHoldout(former.research());
            ObjectNode body = body(former.research(), request.requestedBy());
            body.putObject(HOLDOUT)
                    .put("of", id)
                    .put("by", request.requestedBy())
                    .put("reason", request.reason());
            body.put("dataset", former.research().datasetSha256());
            String newId = ids.next();
            return admission.trigger(new Admission.Request(
                    newId,
                    idempotencyKey,
                    body,
                    Sha256.of("holdout " + id + " " + Json.tree(request)),
                    Terms.NONE,
                    TriggerInput.forcedBy(request.force(), request.requestedBy()),
                    Boolean.TRUE.equals(request.queue()),
                    former.precedent(newId, ResearchPhase.BACKTESTING, false),
                    Origin.here()));
        });
    }

    private static ObjectNode body(Root research, @Nullable String requestedBy) {
        if (research.status() != OperationStatus.COMPLETED) {
            throw new ProblemException(
                    ProblemCode.ILLEGAL_STATE,
                    research.id() + " is " + research.status().wireName() + ": only what was completed has results");
        }
        ObjectNode body = research.request().deepCopy();
        if (body.has(REPRODUCES) || body.has(HOLDOUT)) {
            throw new ProblemException(
                    ProblemCode.ILLEGAL_STATE,
                    research.id() + " is itself a run of "
                            + (body.has(HOLDOUT)
                                    ? body.path(HOLDOUT).path("of").asText()
                                    : body.path(REPRODUCES).asText())
                            + ": ask for that one");
        }
        return body.put("requested_by", requestedBy);
    }

    private static void requireHoldout(Root research) {
        if (!research.holdsOut()) {
            throw new ProblemException(
                    ProblemCode.ILLEGAL_STATE,
                    research.id()
                            + " has nothing held out: it is of a release that used all data, or computed nothing");
        }
    }
}

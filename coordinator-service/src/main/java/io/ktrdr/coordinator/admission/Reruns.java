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
        Asked asked = new Asked(
                idempotencyKey,
                Sha256.of("reproduce " + id + " " + Json.tree(request)),
                request.requestedBy(),
                request.force(),
                request.queue());
        return FormerResearch.read(database, id)
                .chain(former -> run(
                        former, ResearchPhase.TRAINING, body(former, asked).put(FormerResearch.REPRODUCES, id), asked));
    }

    /**
     * Its model, backtested on what is held out of its dataset.
     *
     * @throws ProblemException {@code not_found}; {@code illegal_state} when it was not completed, was not backtested, is itself
     *     such a run, or has nothing held out; whatever a trigger is refused with
     */
    Uni<TriggerResponse> holdout(String id, @Nullable String idempotencyKey, HoldoutRequest request) {
        TriggerInput.check(request, idempotencyKey);
        Asked asked = new Asked(
                idempotencyKey,
                Sha256.of("holdout " + id + " " + Json.tree(request)),
                request.requestedBy(),
                request.force(),
                request.queue());
        return FormerResearch.read(database, id).chain(former -> {
            ObjectNode body = body(former, asked);
            requireHoldout(former.research());
            body.putObject(FormerResearch.HOLDOUT)
                    .put("of", id)
                    .put("by", request.requestedBy())
                    .put("reason", request.reason());
            body.put("dataset", former.research().datasetSha256());
            return run(former, ResearchPhase.BACKTESTING, body, asked);
        });
    }

    /** @param sha256 of what the caller sent */
    private record Asked(
            @Nullable String idempotencyKey,
            String sha256,
            @Nullable String by,
            @Nullable Boolean force,
            @Nullable Boolean queue) {}

    private Uni<TriggerResponse> run(FormerResearch former, ResearchPhase from, ObjectNode body, Asked asked) {
        String newId = ids.next();
        return admission.trigger(new Admission.Request(
                newId,
                asked.idempotencyKey(),
                body,
                asked.sha256(),
                Terms.NONE,
                TriggerInput.forcedBy(asked.force(), asked.by()),
                Boolean.TRUE.equals(asked.queue()),
                former.precedent(newId, from, false),
                Origin.here()));
    }

    private static ObjectNode body(FormerResearch former, Asked asked) {
        Root research = former.research();
        if (research.status() != OperationStatus.COMPLETED) {
            throw new ProblemException(
                    ProblemCode.ILLEGAL_STATE,
                    research.id() + " is " + research.status().wireName() + ": only what was completed has results");
        }
        former.refuseRerun();
        ObjectNode body = research.request().deepCopy();
        return body.put("requested_by", asked.by());
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

package io.ktrdr.coordinator.admission;

import static java.util.Objects.requireNonNull;

import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.ResearchPhase;
import io.ktrdr.contracts.operation.RetryRequest;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.research.TriggerResponse;
import io.ktrdr.coordinator.operation.OperationRows;
import io.ktrdr.coordinator.operation.OperationSql;
import io.ktrdr.coordinator.readiness.Terms;
import io.ktrdr.coordinator.research.Child;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.research.Resumption;
import io.ktrdr.coordinator.research.Root;
import io.ktrdr.coordinator.telemetry.Origin;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Does a research that is over once more, as a new one: same request, same admission. What it takes over is read before,
 * without a lock, because an operation that is over never changes.
 */
@Singleton
public final class RetryByHand {
    private final Database database;
    private final Admission admission;
    private final OperationIds ids;

    RetryByHand(Database database, Admission admission, OperationIds ids) {
        this.database = database;
        this.admission = admission;
        this.ids = ids;
    }

    /** @param specHashes of the spec of each child, by its id */
    private record Old(Root research, Map<String, String> specHashes) {}

    /**
     * @throws ProblemException {@code not_found}; {@code invalid_request} for a child; {@code illegal_state} when it is not
     *     over, or cannot be done again from this phase; whatever a trigger is refused with
     */
    public Uni<TriggerResponse> retry(String id, @Nullable String idempotencyKey, RetryRequest request) {
        ResearchPhase from = TriggerInput.check(request, idempotencyKey);
        return requireResearch(id).chain(() -> read(id)).chain(old -> {
            String newId = ids.next();
            return admission.trigger(new Admission.Request(
                    newId,
                    idempotencyKey,
                    old.research().request().deepCopy(),
                    Sha256.of("retry " + id + " " + Json.tree(request)),
                    Terms.again(old.research().priority(), old.research().request()),
                    TriggerInput.forcedBy(request.force(), request.requestedBy()),
                    Boolean.TRUE.equals(request.queue()),
                    precedent(newId, old, from),
                    Origin.here()));
        });
    }

    private Uni<Void> requireResearch(String id) {
        return database.execute(OperationSql.PARENT, Tuple.of(id))
                .invoke(rows -> {
                    RowIterator<Row> found = rows.iterator();
                    if (!found.hasNext()) {
                        throw ProblemException.notFound("operation", id);
                    }
                    Row row = found.next();
                    String parent = row.getString("parent_id");
                    OperationType type = OperationType.of(row.getString("type"));
                    if (type.isTask()) {
                        throw ProblemException.invalid("id", id + " is a task of the pool: submit it again instead");
                    }
                    if (parent != null) {
                        throw ProblemException.invalid(
                                "id",
                                id + " is one step of research " + parent + ": retry that one, with from_phase "
                                        + Resumption.phaseOf(type).wireName());
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Old> read(String id) {
        String[] only = {id};
        return Uni.combine()
                .all()
                .unis(
                        database.execute(OperationSql.ROOTS_BY_ID, Tuple.of(only)),
                        database.execute(OperationSql.CHILDREN, Tuple.of(only)))
                .with(RetryByHand::old);
    }

    private static Old old(RowSet<Row> researches, RowSet<Row> rows) {
        List<Child> children = new ArrayList<>();
        Map<String, String> specHashes = new HashMap<>();
        for (Row row : rows) {
            Child child = OperationRows.child(row);
            children.add(child);
            specHashes.put(child.id(), row.getString("spec_sha256"));
        }
        return new Old(OperationRows.root(researches.iterator().next(), children), specHashes);
    }

    private static Precedent precedent(String newId, Old old, ResearchPhase from) {
        Root research = old.research();
        if (!research.status().isTerminal()) {
            throw new ProblemException(
                    ProblemCode.ILLEGAL_STATE,
                    research.id() + " is " + research.status().wireName() + ": only what is over can be retried");
        }
        List<Child> taken = Resumption.from(from, research)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.ILLEGAL_STATE,
                        research.id() + " cannot be retried from " + from.wireName()
                                + ": its results do not lead there; possible: "
                                + Resumption.names(Resumption.possible(research))));
        return new Precedent(
                research.id(),
                from,
                taken.stream()
                        .map(child -> new Precedent.Taken(
                                child.id(),
                                Resumption.phaseOf(child.type()),
                                Resumption.claim(
                                        newId,
                                        child,
                                        requireNonNull(old.specHashes().get(child.id())))))
                        .toList());
    }
}

package io.ktrdr.coordinator.admission;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.ResearchPhase;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.coordinator.operation.OperationRows;
import io.ktrdr.coordinator.operation.OperationSql;
import io.ktrdr.coordinator.research.Child;
import io.ktrdr.coordinator.research.Resumption;
import io.ktrdr.coordinator.research.Root;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A research that is over, as another one begins with it. Read without a lock, because an operation that is over never changes.
 *
 * @param specHashes of the spec of each child, by its id
 */
record FormerResearch(Root research, Map<String, String> specHashes) {
    static final String REPRODUCES = "reproduces";
    static final String HOLDOUT = "holdout";

    /** @throws ProblemException through the Uni: {@code not_found}; {@code invalid_request} for what is no research */
    static Uni<FormerResearch> read(Database database, String id) {
        return requireResearch(database, id).chain(() -> readKnown(database, id));
    }

    private static Uni<Void> requireResearch(Database database, String id) {
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

    private static Uni<FormerResearch> readKnown(Database database, String id) {
        String[] only = {id};
        return Uni.combine()
                .all()
                .unis(
                        database.execute(OperationSql.ROOTS_BY_ID, Tuple.of(only)),
                        database.execute(OperationSql.CHILDREN, Tuple.of(only)))
                .with(FormerResearch::of);
    }

    private static FormerResearch of(RowSet<Row> researches, RowSet<Row> rows) {
        List<Child> children = new ArrayList<>();
        Map<String, String> specHashes = new HashMap<>();
        for (Row row : rows) {
            Child child = OperationRows.child(row);
            children.add(child);
            specHashes.put(child.id(), row.getString("spec_sha256"));
        }
        return new FormerResearch(OperationRows.root(researches.iterator().next(), children), specHashes);
    }

    /**
     * Runs that find out something about another research are asked for anew, of that one. Designed or trained otherwise they would
     * be about something else; and what is held out would be read for what nobody has asked about.
     *
     * @throws ProblemException {@code illegal_state} when it is one of them
     */
    void refuseRerun() {
        JsonNode request = research.request();
        if (request.has(REPRODUCES) || request.has(HOLDOUT)) {
            throw new ProblemException(
                    ProblemCode.ILLEGAL_STATE,
                    research.id() + " is itself a run of "
                            + (request.has(HOLDOUT)
                                    ? request.path(HOLDOUT).path("of").asText()
                                    : request.path(REPRODUCES).asText())
                            + ": ask for that one");
        }
    }

    /**
     * What a new research takes over to begin with a phase.
     *
     * @param asksModels whether that one will ask models in the phases that it runs itself
     * @throws ProblemException {@code illegal_state} when this one is not over, or does not lead there
     */
    Precedent precedent(String newId, ResearchPhase from, boolean asksModels) {
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
                                Resumption.claim(newId, child, requireNonNull(specHashes.get(child.id())))))
                        .toList(),
                asksModels);
    }
}

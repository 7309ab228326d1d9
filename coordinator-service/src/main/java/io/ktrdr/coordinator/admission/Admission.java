package io.ktrdr.coordinator.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.PerWorkerType;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.ResearchPhase;
import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.research.AgentStatus.Capacity;
import io.ktrdr.contracts.research.TriggerResponse;
import io.ktrdr.contracts.sync.SyncResponse.PoolSize;
import io.ktrdr.coordinator.admission.AdmissionDecision.Situation;
import io.ktrdr.coordinator.admission.AdmissionStore.Admitted;
import io.ktrdr.coordinator.admission.AdmissionStore.Known;
import io.ktrdr.coordinator.budget.BudgetLedger;
import io.ktrdr.coordinator.budget.ExpectedCost;
import io.ktrdr.coordinator.budget.Funds;
import io.ktrdr.coordinator.operation.OperationSql;
import io.ktrdr.coordinator.readiness.LockSql;
import io.ktrdr.coordinator.readiness.Locks;
import io.ktrdr.coordinator.readiness.SchedulingConfig;
import io.ktrdr.coordinator.readiness.Terms;
import io.ktrdr.coordinator.research.WaitingCause;
import io.ktrdr.coordinator.telemetry.LogContext;
import io.ktrdr.coordinator.telemetry.Telemetry;
import io.ktrdr.coordinator.wake.WakeUp;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lets researches in: one at a time, under the lock of the admission row, in one transaction. */
@Singleton
public final class Admission {
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Database database;
    private final AdmissionConfig config;
    private final BudgetLedger budget;
    private final SchedulingConfig scheduling;
    private final WakeUp wakeUp;
    private final Telemetry telemetry;

    Admission(
            Database database,
            AdmissionConfig config,
            BudgetLedger budget,
            SchedulingConfig scheduling,
            WakeUp wakeUp,
            Telemetry telemetry) {
        this.scheduling = scheduling;
        this.database = database;
        this.config = config;
        this.budget = budget;
        this.wakeUp = wakeUp;
        this.telemetry = telemetry;
    }

    /**
     * A valid request for a research.
     *
     * @param body      what the research is to do, as stored
     * @param sha256    of what the caller sent
     * @param terms     on which it begins
     * @param forcedBy  who forces; null when nobody does
     * @param precedent what it does again; null for a new one
     * @param origin    where it comes from, as a traceparent; null when nobody traces it
     */
    public record Request(
            String operationId,
            @Nullable String idempotencyKey,
            ObjectNode body,
            String sha256,
            Terms terms,
            @Nullable String forcedBy,
            boolean queue,
            @Nullable Precedent precedent,
            @Nullable String origin) {

        /** The same, depending on these. */
        public Request dependingOn(List<String> ids) {
            return new Request(
                    operationId,
                    idempotencyKey,
                    body,
                    sha256,
                    terms.dependingOn(ids),
                    forcedBy,
                    queue,
                    precedent,
                    origin);
        }

        /** US dollars that it is expected to cost. */
        BigDecimal costs(ExpectedCost expected) {
            return precedent == null ? expected.research() : precedent.costs(expected);
        }
    }

    Uni<TriggerResponse> trigger(Request request) {
        LogContext.operation(request.operationId());
        return database.transaction(connection -> AdmissionStore.lock(connection)
                        .chain(workers -> known(connection, request)
                                .chain(known -> known == null
                                        ? admit(connection, request, workers)
                                        : Uni.createFrom().item(known))))
                .invoke(wakeUp::now);
    }

    /** Lets nobody else in until the transaction ends. */
    public Uni<Void> lock(SqlConnection connection) {
        return AdmissionStore.lock(connection).replaceWithVoid();
    }

    /**
     * Under that lock.
     *
     * @throws ProblemException through the Uni when there are not so many places in line, or is not so much money
     */
    public Uni<Void> requirePlaces(SqlConnection connection, int researches) {
        if (researches == 0) {
            return Uni.createFrom().voidItem();
        }
        return AdmissionStore.lock(connection)
                .chain(workers -> situation(
                        connection, workers, cost -> cost.research().multiply(BigDecimal.valueOf(researches))))
                .invoke(now -> AdmissionDecision.refusal(now, researches).ifPresent(problem -> {
                    throw refused(problem);
                }))
                .replaceWithVoid();
    }

    /** In the transaction of somebody who has required the place: it waits in line. */
    public Uni<Void> insertInLine(SqlConnection connection, Request request) {
        return insert(
                connection,
                request,
                request.terms().dependsOn().isEmpty() ? WaitingCause.CAPACITY : WaitingCause.DEPENDENCY,
                null);
    }

    /** The research that this very request has triggered before; null when there is none. */
    private static Uni<@Nullable TriggerResponse> known(SqlConnection connection, Request request) {
        String key = request.idempotencyKey();
        if (key == null) {
            return Uni.createFrom().nullItem();
        }
        return AdmissionStore.byKey(connection, key)
                .map(found -> found.map(known -> answer(known, request)).orElse(null));
    }

    private static TriggerResponse answer(Known known, Request request) {
        if (!known.requestSha256().equals(request.sha256())) {
            throw new ProblemException(
                    ProblemCode.IDEMPOTENCY_KEY_REUSED,
                    "This Idempotency-Key belongs to " + known.operationId()
                            + ", which was triggered with another body");
        }
        return new TriggerResponse(
                known.operationId(),
                OperationStatus.of(known.status()),
                "Research triggered before, with the same key");
    }

    private Uni<TriggerResponse> admit(SqlConnection connection, Request request, PerWorkerType<PoolSize> workers) {
        return depends(connection, request.terms())
                .chain(depends -> situation(connection, workers, request::costs)
                        .chain(now -> carryOut(
                                connection,
                                request,
                                AdmissionDecision.of(now, request.forcedBy() != null, request.queue(), depends))));
    }

    /**
     * Whether it has to wait for others.
     *
     * @throws ProblemException through the Uni when there are none such
     */
    private static Uni<Boolean> depends(SqlConnection connection, Terms terms) {
        if (terms.dependsOn().isEmpty()) {
            return Uni.createFrom().item(false);
        }
        String[] ids = terms.dependsOn().toArray(String[]::new);
        return connection
                .preparedQuery(LockSql.MISSING)
                .execute(Tuple.tuple().addArrayOfString(ids))
                .invoke(Terms::refuseMissing)
                .chain(() -> connection
                        .preparedQuery(LockSql.OPEN_DEPENDENCIES)
                        .execute(Tuple.of(ids, terms.onDependencyFailure().wireName())))
                .map(rows -> rows.iterator().next().getInteger("open") > 0);
    }

    private Uni<Situation> situation(
            SqlClient client, PerWorkerType<PoolSize> workers, Function<ExpectedCost, BigDecimal> costs) {
        return Uni.combine()
                .all()
                .unis(AdmissionStore.counts(client), budget.funds(client))
                .with((counts, funds) -> new Situation(
                        counts.active(),
                        counts.ready(),
                        counts.queued(),
                        limit(workers),
                        config.queueSize(),
                        funds.map(Funds::remaining).orElse(null),
                        funds.map(Funds::promised).orElse(BigDecimal.ZERO),
                        funds.map(Funds::expected).map(costs).orElse(BigDecimal.ZERO)));
    }

    private Uni<TriggerResponse> carryOut(SqlConnection connection, Request request, AdmissionDecision decision) {
        return switch (decision) {
            case AdmissionDecision.Refuse(Problem problem) -> Uni.createFrom().failure(refused(problem));
            case AdmissionDecision.Start(boolean overridden) ->
                told(connection, request, null, overridden ? request.forcedBy() : null, "Research triggered");
            case AdmissionDecision.Queue(boolean overridden, WaitingCause cause) ->
                told(
                        connection,
                        request,
                        cause,
                        overridden ? request.forcedBy() : null,
                        cause == WaitingCause.DEPENDENCY
                                ? "Research triggered: it starts when what it depends on is completed"
                                : "Research queued: it starts when there is capacity");
        };
    }

    private ProblemException refused(Problem problem) {
        telemetry.rejected(problem.code());
        return new ProblemException(
                problem, problem.code() == ProblemCode.BUDGET_EXHAUSTED ? null : RETRY_AFTER_SECONDS);
    }

    private Uni<TriggerResponse> told(
            SqlConnection connection,
            Request request,
            @Nullable WaitingCause waitsFor,
            @Nullable String forcedBy,
            String message) {
        return insert(connection, request, waitsFor, forcedBy)
                .chain(() -> connection.query(OperationSql.NOTIFY).execute())
                .replaceWith(new TriggerResponse(request.operationId(), OperationStatus.PENDING, message));
    }

    private Uni<Void> insert(
            SqlConnection connection, Request request, @Nullable WaitingCause waitsFor, @Nullable String forcedBy) {
        Precedent precedent = request.precedent();
        Terms terms = request.terms();
        terms.noteIn(request.body());
        Tuple values = Tuple.tuple()
                .addString(request.operationId())
                .addInteger(terms.priority().ordinal())
                .addString(request.body().toString())
                .addBoolean(waitsFor != null)
                .addString(forcedBy)
                .addString(request.idempotencyKey())
                .addString(request.sha256())
                .addString(precedent == null ? null : precedent.operationId())
                .addString(precedent == null ? null : precedent.from().wireName())
                .addString((precedent == null ? ResearchPhase.IDLE : precedent.reached()).wireName())
                .addLong(scheduling.priorityStep().toMillis())
                .addString(terms.onDependencyFailure().wireName())
                .addString(waitsFor == WaitingCause.DEPENDENCY ? waitsFor.wireName() : null)
                .addString(request.origin());
        return connection
                .preparedQuery(OperationSql.INSERT_RESEARCH)
                .execute(values)
                .chain(() -> takeOver(connection, request))
                .chain(() -> Locks.ask(connection, request.operationId(), terms));
    }

    private static Uni<Void> takeOver(SqlConnection connection, Request request) {
        Precedent precedent = request.precedent();
        return precedent == null || precedent.taken().isEmpty()
                ? Uni.createFrom().voidItem()
                : AdmissionStore.takeOver(connection, request.operationId(), precedent.taken());
    }

    /**
     * Who waits in line goes on when there is room, and money; true when somebody did. Nothing is asked while nobody waits.
     *
     * @param ready researches in line that wait for nothing but that
     */
    public Uni<Boolean> admitFromQueue(Set<String> ready) {
        return ready.isEmpty() ? Uni.createFrom().item(false) : admitUnderLock(ready);
    }

    private Uni<Boolean> admitUnderLock(Set<String> ready) {
        return database.transaction(connection -> AdmissionStore.lock(connection)
                        .chain(workers -> Uni.combine()
                                .all()
                                .unis(AdmissionStore.counts(connection), budget.funds(connection))
                                .asTuple()
                                .chain(now -> AdmissionStore.admit(
                                        connection,
                                        Math.max(
                                                0,
                                                limit(workers) - now.getItem1().active()),
                                        now.getItem2(),
                                        ready))))
                .invoke(admitted -> telemetry.tell(admitted.ended()))
                .map(Admitted::admitted);
    }

    /** @param epoch in which it was heard: an older word than another coordinator's is no news */
    public Uni<Void> heardOfPool(PerWorkerType<PoolSize> workers, long epoch) {
        return database.statement(client -> AdmissionStore.heard(client, workers, epoch));
    }

    /** Why one more research would not be let in at this moment; empty when it would. A hint: admission itself decides. */
    public Uni<Optional<WaitingCause>> obstacle() {
        return database.statement(client -> AdmissionStore.pool(client)
                        .chain(workers -> situation(client, workers, ExpectedCost::research)))
                .map(now -> switch (AdmissionDecision.of(now, false, false, false)) {
                    case AdmissionDecision.Start start -> Optional.empty();
                    case AdmissionDecision.Queue queue -> Optional.of(WaitingCause.CAPACITY);
                    case AdmissionDecision.Refuse(Problem problem) ->
                        Optional.of(
                                problem.code() == ProblemCode.BUDGET_EXHAUSTED
                                        ? WaitingCause.BUDGET
                                        : WaitingCause.CAPACITY);
                });
    }

    Uni<PerWorkerType<PoolSize>> workers() {
        return database.statement(AdmissionStore::pool);
    }

    Uni<Capacity> capacity(PerWorkerType<PoolSize> workers) {
        return database.statement(AdmissionStore::counts)
                .map(counts -> new Capacity(counts.active(), limit(workers), counts.queued()));
    }

    private int limit(PerWorkerType<PoolSize> workers) {
        return AdmissionDecision.limit(
                config.limit(),
                workers.training().total(),
                workers.backtesting().total());
    }
}

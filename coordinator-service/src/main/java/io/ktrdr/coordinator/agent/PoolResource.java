package io.ktrdr.coordinator.agent;

import io.ktrdr.contracts.pool.AgentFailRequest;
import io.ktrdr.contracts.pool.AgentList;
import io.ktrdr.contracts.pool.AgentState;
import io.ktrdr.contracts.pool.AgentView;
import io.ktrdr.contracts.pool.IsolationReport;
import io.ktrdr.contracts.pool.PoolApi;
import io.ktrdr.contracts.pool.PoolSizeRequest;
import io.ktrdr.contracts.pool.PoolView;
import io.ktrdr.contracts.pool.ServiceView;
import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.coordinator.operation.OperationSql;
import io.ktrdr.coordinator.service.Services;
import io.ktrdr.coordinator.telemetry.Telemetry;
import io.ktrdr.coordinator.wake.WakeUp;
import io.ktrdr.database.Database;
import io.ktrdr.edge.QueryParameters;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pool of agents as people see and change it, from any coordinator. */
final class PoolResource implements PoolApi {
    private static final int MAX_REASON = 2_000;

    private final Database database;
    private final AgentConfig config;
    private final AgentReader agents;
    private final TaskPlaces places;
    private final Services services;
    private final WakeUp wakeUp;
    private final Telemetry telemetry;

    private final UriInfo uri;

    PoolResource(
            Database database,
            AgentConfig config,
            AgentReader agents,
            TaskPlaces places,
            Services services,
            WakeUp wakeUp,
            Telemetry telemetry,
            UriInfo uri) {
        this.database = database;
        this.config = config;
        this.agents = agents;
        this.places = places;
        this.services = services;
        this.wakeUp = wakeUp;
        this.telemetry = telemetry;
        this.uri = uri;
    }

    @Override
    public Uni<PoolView> pool() {
        QueryParameters.allowOnly(uri);
        return view();
    }

    private Uni<PoolView> view() {
        return Uni.combine()
                .all()
                .unis(database.execute(AgentSql.POOL, Tuple.of(config.size())), agents.list(), services.list())
                .with((pool, all, outside) -> view(pool.iterator().next(), all, outside));
    }

    private PoolView view(Row pool, List<AgentView> all, List<ServiceView> outside) {
        int size = pool.getInteger("size");
        int busy =
                (int) all.stream().filter(agent -> agent.operationId() != null).count();
        int degraded = (int)
                all.stream().filter(agent -> agent.degradedUntil() != null).count();
        int notIdle = (int) all.stream()
                .filter(agent -> agent.state() == AgentState.BUSY || agent.state() == AgentState.DEGRADED)
                .count();
        return new PoolView(
                size,
                AgentRoster.MAX_SIZE,
                size - notIdle,
                busy,
                degraded,
                pool.getInteger("pending"),
                places.total(),
                outside);
    }

    @Override
    public Uni<PoolView> resize(@Nullable PoolSizeRequest request) {
        QueryParameters.allowOnly(uri);
        Integer size = request == null ? null : request.size();
        if (size == null || size < 1) {
            throw ProblemException.invalid("size", "must be a whole number from 1 to " + AgentRoster.MAX_SIZE);
        }
        if (size > AgentRoster.MAX_SIZE) {
            throw new ProblemException(Problem.of(
                            ProblemCode.POOL_FULL,
                            "A pool has at most " + AgentRoster.MAX_SIZE + " agents, not " + size)
                    .withCapacity(null, AgentRoster.MAX_SIZE));
        }
        return database.transaction(connection -> connection
                        .preparedQuery(AgentSql.RESIZE)
                        .execute(Tuple.of(size))
                        .chain(() -> connection.query(OperationSql.NOTIFY).execute()))
                .invoke(wakeUp::now)
                .chain(this::view);
    }

    @Override
    public Uni<AgentList> agents() {
        QueryParameters.allowOnly(uri);
        return agents.list().map(AgentList::new);
    }

    @Override
    public Uni<AgentView> fail(String id, @Nullable AgentFailRequest request) {
        QueryParameters.allowOnly(uri);
        String reason = reason(request);
        return database.transaction(connection -> markFailed(connection, id, reason)
                        .chain(() ->
                                connection.preparedQuery(AgentSql.LOCK_ROOT).execute(Tuple.of(id)))
                        .chain(() -> connection
                                .preparedQuery(OperationSql.FAIL_AGENTS_ATTEMPT)
                                .execute(Tuple.of(id, reason)))
                        .call(() -> connection.query(OperationSql.NOTIFY).execute()))
                .invoke(telemetry::tell)
                .invoke(wakeUp::now)
                .chain(() -> agents.find(id))
                .map(agent -> agent.orElseThrow(() -> ProblemException.notFound("agent", id)));
    }

    private static String reason(@Nullable AgentFailRequest request) {
        String reason = request == null || request.reason() == null ? "Taken for failed by hand" : request.reason();
        if (reason.isBlank() || reason.length() > MAX_REASON || reason.indexOf('\0') >= 0) {
            throw ProblemException.invalid("reason", "must have 1 to " + MAX_REASON + " characters, and no NUL");
        }
        return reason;
    }

    private static Uni<Void> markFailed(SqlConnection connection, String id, String reason) {
        return connection
                .preparedQuery(AgentSql.MARK_FAILED)
                .execute(Tuple.of(id, reason))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) {
                        throw ProblemException.notFound("agent", id);
                    }
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<IsolationReport> isolation() {
        QueryParameters.allowOnly(uri);
        return Uni.combine()
                .all()
                .unis(agents.list(), agents.collisions())
                .with((all, collisions) -> new IsolationReport(collisions.isEmpty(), all.size(), collisions));
    }
}

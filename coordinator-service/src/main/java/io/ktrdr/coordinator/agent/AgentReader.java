package io.ktrdr.coordinator.agent;

import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.pool.AgentState;
import io.ktrdr.contracts.pool.AgentView;
import io.ktrdr.contracts.pool.IsolationReport.Collision;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The agents as the database has them, for people and for whoever checks one. */
@Singleton
public final class AgentReader {
    private final Database database;
    private final AgentConfig config;

    AgentReader(Database database, AgentConfig config) {
        this.database = database;
        this.config = config;
    }

    /** In the order of their numbers. */
    public Uni<List<AgentView>> list() {
        return database.execute(
                        AgentSql.AGENTS,
                        Tuple.of(config.size(), config.coolDown().toMillis()))
                .map(rows -> {
                    List<AgentView> agents = new ArrayList<>();
                    rows.forEach(row -> agents.add(agent(row)));
                    return agents;
                });
    }

    /** Empty when it does not belong to the pool. */
    public Uni<Optional<AgentView>> find(String agentId) {
        return list().map(agents ->
                agents.stream().filter(agent -> agent.agentId().equals(agentId)).findFirst());
    }

    /** Handles that belong to several agents; none when all is well. */
    public Uni<List<Collision>> collisions() {
        return database.execute(AgentSql.SHARED_HANDLES, Tuple.of(config.size()))
                .map(rows -> {
                    List<Collision> collisions = new ArrayList<>();
                    rows.forEach(row -> collisions.add(new Collision(
                            row.getString("handle"),
                            row.getString("value"),
                            List.of(row.getArrayOfStrings("agents")))));
                    return collisions;
                });
    }

    private static AgentView agent(Row row) {
        String operationId = row.getString("operation_id");
        OffsetDateTime degradedUntil = row.getOffsetDateTime("degraded_until");
        return new AgentView(
                row.getString("agent_id"),
                state(row.getBoolean("leaving"), operationId != null, degradedUntil != null),
                row.getString("context_window_id"),
                row.getString("tool_session_id"),
                row.getString("memory_handle_id"),
                operationId,
                operationId == null ? null : OperationType.of(row.getString("operation_type")),
                row.getLong("completed"),
                row.getLong("failed"),
                row.getLong("model_calls"),
                row.getLong("input_tokens"),
                row.getLong("output_tokens"),
                degradedUntil == null ? null : degradedUntil.toInstant(),
                row.getString("last_error"));
    }

    private static AgentState state(boolean leaving, boolean busy, boolean degraded) {
        if (leaving) {
            return AgentState.LEAVING;
        }
        if (busy) {
            return AgentState.BUSY;
        }
        return degraded ? AgentState.DEGRADED : AgentState.IDLE;
    }
}

package io.ktrdr.coordinator.agent;

import io.ktrdr.contracts.pool.AgentView;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One agent as the database has it, for whoever checks it. */
@Singleton
public final class AgentPulse {
    private final Database database;
    private final AgentConfig config;

    AgentPulse(Database database, AgentConfig config) {
        this.database = database;
        this.config = config;
    }

    /** Empty when it does not belong to the pool. */
    public Uni<Optional<AgentView>> of(String agentId) {
        Tuple values = Tuple.of(config.size(), config.coolDown().toMillis());
        return database.execute(AgentSql.AGENTS, values).map(rows -> {
            for (Row row : rows) {
                if (row.getString("agent_id").equals(agentId)) {
                    return Optional.of(PoolResource.agent(row));
                }
            }
            return Optional.empty();
        });
    }

    /** Its handles that are another agent's too, e.g. {@code memory_handle_id with agent-2}; none when all is well. */
    public Uni<List<String>> sharedHandles(String agentId) {
        return database.execute(AgentSql.SHARED_HANDLES, Tuple.of(config.size()))
                .map(rows -> {
                    List<String> shared = new ArrayList<>();
                    for (Row row : rows) {
                        List<String> agents = new ArrayList<>(Arrays.asList(row.getArrayOfStrings("agents")));
                        if (agents.remove(agentId)) {
                            shared.add(row.getString("handle") + " with " + String.join(", ", agents));
                        }
                    }
                    return shared;
                });
    }
}

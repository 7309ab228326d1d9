package io.ktrdr.coordinator.agent;

import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The agents as the database has them: who belongs to the pool, with handles of this epoch, and who is cooling down. An agent
 * is degraded for as long as its last failure is no older than the cool-down; nobody has to remember to end that.
 */
@Singleton
public final class AgentRoster {
    public static final int MAX_SIZE = 16;

    /** $1 size when nobody has set one, $2 milliseconds of cooling down. One row without agent when there are none. */
    private static final String CREW = """
            SELECT p.size, a.agent_id, a.epoch, a.degraded,
                   ARRAY(SELECT name FROM service WHERE last_success > now() - interval '10 seconds') AS services
              FROM (SELECT coalesce(size, $1) AS size FROM agent_pool) p
              LEFT JOIN LATERAL (
                SELECT m.agent_id, m.number, m.epoch,
                       coalesce(greatest(m.failed_at, f.finished_at) > now() - $2::bigint * interval '1 millisecond', false)
                         AS degraded
                  FROM agent m
                  LEFT JOIN LATERAL (%s) f ON true
                 WHERE m.number <= p.size) a ON true
             ORDER BY a.number
            """.formatted(AgentSql.LAST_FAILURE);

    /** $1 epoch, $2 size. Whoever is new, or of a former epoch, gets handles of his own. */
    private static final String MUSTER = """
            INSERT INTO agent (agent_id, number, epoch, context_window_id, tool_session_id, memory_handle_id)
            SELECT 'agent-' || i, i, $1, 'ctx_' || gen_random_uuid(), 'tool_' || gen_random_uuid(),
                   'mem_' || gen_random_uuid()
              FROM generate_series(1, $2) i
             WHERE EXISTS (SELECT 1 FROM leader_lease WHERE epoch = $1)
            ON CONFLICT (agent_id) DO UPDATE
               SET epoch = excluded.epoch, context_window_id = excluded.context_window_id,
                   tool_session_id = excluded.tool_session_id, memory_handle_id = excluded.memory_handle_id
             WHERE agent.epoch < excluded.epoch
            """;

    private static final Pattern AGENT_ID = Pattern.compile("agent-([1-9]|1[0-6])");

    private final Database database;
    private final AgentConfig config;

    AgentRoster(Database database, AgentConfig config) {
        if (config.size() < 1 || config.size() > MAX_SIZE) {
            throw new IllegalArgumentException("ktrdr.agents.size must be 1 to " + MAX_SIZE + ", not " + config.size());
        }
        this.database = database;
        this.config = config;
    }

    /** Whether an agent of a pool may be called so. */
    public static boolean isAgentId(String text) {
        return AGENT_ID.matcher(text).matches();
    }

    /** @param complete everybody who belongs to the pool is there, in this epoch */
    private record Found(int size, List<Crew.Member> members, boolean complete, Set<String> services) {
        Crew crew() {
            return new Crew(members, services);
        }
    }

    /** One statement; two more when the pool has grown or the epoch is new. */
    public Uni<Crew> crew(long epoch) {
        return find(epoch)
                .chain(found -> found.complete()
                        ? Uni.createFrom().item(found.crew())
                        : database.execute(MUSTER, Tuple.of(epoch, found.size()))
                                .chain(() -> find(epoch))
                                .map(Found::crew));
    }

    private Uni<Found> find(long epoch) {
        return database.execute(CREW, Tuple.of(config.size(), config.coolDown().toMillis()))
                .map(rows -> found(epoch, rows));
    }

    private static Found found(long epoch, RowSet<Row> rows) {
        List<Crew.Member> members = new ArrayList<>();
        int size = 0;
        Set<String> services = Set.of();
        for (Row row : rows) {
            size = row.getInteger("size");
            services = Set.of(row.getArrayOfStrings("services"));
            @Nullable String agentId = row.getString("agent_id");
            if (agentId != null && row.getLong("epoch") == epoch) {
                members.add(new Crew.Member(agentId, row.getBoolean("degraded")));
            }
        }
        return new Found(size, members, members.size() == size, services);
    }
}

package io.ktrdr.coordinator.agent;

/** Statements about agents that people ask for. */
final class AgentSql {
    private AgentSql() {}

    /** Of an agent {@code m}: the last attempt that it was to blame for. */
    static final String LAST_FAILURE = """
            SELECT c.finished_at, c.error_message FROM operation c
             WHERE c.agent_id = m.agent_id AND c.failure_class = 'worker'
             ORDER BY c.finished_at DESC LIMIT 1
            """;

    /** $1 size when nobody has set one. */
    private static final String SIZE = "(SELECT coalesce(size, $1) FROM agent_pool)";

    /** $1 size when nobody has set one, $2 milliseconds of cooling down. */
    static final String AGENTS = """
            SELECT m.*, m.number > %1$s AS leaving, o.id AS operation_id, o.type AS operation_type,
                   n.completed, n.failed, u.model_calls, u.input_tokens, u.output_tokens,
                   CASE WHEN d.until > now() THEN d.until END AS degraded_until,
                   CASE WHEN m.failed_at > f.finished_at OR f.finished_at IS NULL THEN m.failed_reason
                        ELSE f.error_message END AS last_error
              FROM agent m
              LEFT JOIN LATERAL (SELECT c.id, c.type FROM operation c
                                  WHERE c.agent_id = m.agent_id AND c.executor = 'agent' AND c.status = 'running'
                                  LIMIT 1) o ON true
              LEFT JOIN LATERAL (%2$s) f ON true
              CROSS JOIN LATERAL (
                SELECT greatest(m.failed_at, f.finished_at) + $2::bigint * interval '1 millisecond' AS until) d
              CROSS JOIN LATERAL (
                SELECT count(*) FILTER (WHERE c.status = 'completed') AS completed,
                       count(*) FILTER (WHERE c.failure_class = 'worker') AS failed
                  FROM operation c WHERE c.agent_id = m.agent_id AND c.epoch = m.epoch) n
              CROSS JOIN LATERAL (
                SELECT count(*) AS model_calls,
                       coalesce(sum(b.input_tokens + b.cache_read_tokens + b.cache_write_tokens), 0)::bigint
                         AS input_tokens,
                       coalesce(sum(b.output_tokens), 0)::bigint AS output_tokens
                  FROM operation c JOIN budget_entry b ON b.operation_id = c.id
                 WHERE c.agent_id = m.agent_id AND c.epoch = m.epoch AND b.model NOT IN ('stub', 'built-in')) u
             WHERE m.number <= %1$s OR o.id IS NOT NULL
             ORDER BY m.number
            """.formatted(SIZE, LAST_FAILURE);

    /** $1 size when nobody has set one: handles that belong to several of the agents there are. */
    static final String SHARED_HANDLES = """
            SELECT h.handle, h.value, array_agg(m.agent_id ORDER BY m.number) AS agents
              FROM agent m,
                   LATERAL (VALUES ('context_window_id', m.context_window_id), ('tool_session_id', m.tool_session_id),
                                   ('memory_handle_id', m.memory_handle_id)) AS h(handle, value)
             WHERE m.number <= %1$s
                OR EXISTS (SELECT 1 FROM operation c WHERE c.agent_id = m.agent_id AND c.executor = 'agent' AND c.status = 'running')
             GROUP BY h.handle, h.value
            HAVING count(*) > 1
             ORDER BY h.handle, h.value
            """.formatted(SIZE);

    /** $1 size when nobody has set one. */
    static final String POOL = """
            SELECT %s AS size,
                   (SELECT count(*) FROM operation
                     WHERE status = 'pending' AND of_pool AND parent_id IS NULL)::int AS pending
            """.formatted(SIZE);

    /** $1 size. */
    static final String RESIZE = "UPDATE agent_pool SET size = $1";

    /** $1 agent, $2 reason. */
    static final String MARK_FAILED =
            "UPDATE agent SET failed_at = now(), failed_reason = $2 WHERE agent_id = $1 RETURNING agent_id";

    /** $1 agent: the root of what it is at, locked; its attempt is locked after that. */
    static final String LOCK_ROOT = """
            SELECT id FROM operation
             WHERE id IN (SELECT parent_id FROM operation
                           WHERE agent_id = $1 AND executor = 'agent' AND status = 'running')
             ORDER BY id
               FOR UPDATE
            """;
}

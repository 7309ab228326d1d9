package io.ktrdr.coordinator.task;

/** How tasks of the pool get in. What becomes of them, and how they are read, is with all operations. */
final class TaskSql {
    private TaskSql() {}

    /** Everybody who hands in a task locks the one row first. */
    static final String LOCK = "SELECT 1 FROM agent_pool FOR UPDATE";

    /** $1 idempotency key or null, $2 operations that are to be completed before: those that there are not. */
    static final String SITUATION = """
            SELECT (SELECT count(*) FROM operation
                     WHERE status = 'pending' AND of_pool AND parent_id IS NULL)::int AS pending,
                   (SELECT array_agg(d.id) FROM unnest($2::text[]) AS d(id)
                     WHERE NOT EXISTS (SELECT 1 FROM operation o WHERE o.id = d.id)) AS missing,
                   k.id, k.status, k.request_sha256
              FROM (SELECT 1) one LEFT JOIN operation k ON k.idempotency_key = $1
            """;

    /**
     * $1 id, $2 type, $3 priority, $4 request, $5 idempotency key, $6 its request's hash, $7 preferred agent, $8 what it
     * depends on.
     */
    static final String INSERT = """
            WITH inserted AS (
              INSERT INTO operation (id, type, status, priority, rank, request, idempotency_key, request_sha256,
                                     preferred_agent_id, waiting_cause)
              VALUES ($1, $2, 'pending', $3, now(), $4::text::jsonb, $5, $6, $7,
                      CASE WHEN cardinality($8::text[]) > 0 THEN 'dependency' ELSE 'agent' END)
              RETURNING id),
            linked AS (
              INSERT INTO operation_dependency (operation_id, depends_on)
              SELECT i.id, d.id FROM inserted i, unnest($8::text[]) AS d(id)
              RETURNING operation_id)
            INSERT INTO operation_event (operation_id, type, detail)
            SELECT id, 'task.submitted',
                   jsonb_strip_nulls(jsonb_build_object('task_type', $2::text, 'depends_on', to_jsonb(nullif($8::text[], '{}'))))
              FROM inserted
            """;
}

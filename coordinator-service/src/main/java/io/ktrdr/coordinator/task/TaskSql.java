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
}

package io.ktrdr.coordinator.operation;

/** How people read operations, tasks and events. Nothing is decided by it. */
public final class OperationViewSql {
    private OperationViewSql() {}

    private static final String VIEW = """
            SELECT o.id, o.type, o.status, o.phase, o.parent_id, o.attempt, o.worker_id, o.agent_id, o.priority,
                   o.created_at, o.started_at, o.finished_at, %s o.error_message, o.request ->> 'brief' AS brief,
                   o.strategy_name, o.retry_of, o.forced_by, o.failure_code, p.fraction,
                   ARRAY(SELECT d.depends_on FROM operation_dependency d WHERE d.operation_id = o.id ORDER BY d.depends_on) AS depends_on,
                   p.message, o.checkpoint_step, o.checkpoint_at, o.queued, w.cause AS waiting_cause,
                   r.attention, CASE w.cause WHEN 'dependency' THEN
                     (SELECT string_agg(q.id, ', ' ORDER BY q.id)
                        FROM operation_dependency d JOIN operation q ON q.id = d.depends_on
                       WHERE d.operation_id = o.id AND q.status IN ('pending', 'running')) END AS dependencies,
                   CASE w.cause WHEN 'training_worker' THEN a.heard_at IS NOT NULL AND a.training_total = 0
                                WHEN 'backtest_worker' THEN a.heard_at IS NOT NULL AND a.backtesting_total = 0
                                ELSE false END AS nobody,
                   CASE WHEN o.queued OR w.cause IS NOT NULL THEN %s END AS ahead
              FROM operation o
              JOIN operation r ON r.id = coalesce(o.parent_id, o.id)
              CROSS JOIN admission a
              LEFT JOIN operation_progress p ON p.operation_id = o.id AND p.token = o.token
              CROSS JOIN LATERAL (
                SELECT CASE WHEN o.status = 'pending' AND o.executor IS NOT NULL THEN r.waiting_cause
                            ELSE o.waiting_cause END AS cause) w
            """;

    /**
     * Who stands in a line: attempts, and tasks that have none yet. A line is made of those who wait for the same; of those
     * who wait for an agent, researches go before tasks.
     */
    private static final String WAITING = """
            (SELECT w.id, w.parent_id, r.waiting_cause AS cause, w.of_pool, w.rank
               FROM operation w JOIN operation r ON r.id = coalesce(w.parent_id, w.id)
              WHERE w.status = 'pending' AND w.executor IS NOT NULL AND NOT w.of_pool
             UNION ALL
             SELECT w.id, w.parent_id, r.waiting_cause AS cause, w.of_pool, w.rank
               FROM operation w JOIN operation r ON r.id = coalesce(w.parent_id, w.id)
              WHERE w.status = 'pending' AND w.of_pool)
            """;

    /** How many are before {@code o} in its line: counted for one operation. */
    private static final String COUNT_AHEAD = """
            CASE WHEN o.queued THEN (SELECT count(*) FROM operation q WHERE q.queued AND q.status = 'pending'
                                        AND q.waiting_cause IS NOT DISTINCT FROM o.waiting_cause
                                        AND (q.rank, q.id) < (o.rank, o.id))
                 ELSE (SELECT count(*) FROM %s q
                        WHERE q.cause = w.cause AND (q.of_pool, q.rank) < (o.of_pool, o.rank)) END
            """.formatted(WAITING);

    /** The same for many: everybody's place, in one pass over those who wait. A root is where its pending child is. */
    private static final String PLACES = """
            WITH place AS (
              SELECT waits.id, line.ahead
                FROM (SELECT q.id, q.parent_id,
                             rank() OVER (PARTITION BY q.cause ORDER BY q.of_pool, q.rank) - 1 AS ahead
                        FROM %s q) line,
                     LATERAL (VALUES (line.id), (line.parent_id)) AS waits(id)
               WHERE waits.id IS NOT NULL
              UNION ALL
              SELECT id, row_number() OVER (PARTITION BY waiting_cause ORDER BY rank, id) - 1
                FROM operation WHERE queued AND status = 'pending')
            """.formatted(WAITING);

    /** A map, made once and only when somebody on the page waits. A join would be planned for a handful of waiters. */
    private static final String LOOK_UP_AHEAD =
            "coalesce(((SELECT jsonb_object_agg(id, ahead) FROM place) ->> o.id)::bigint, 0)";

    /** Of one operation and its children, by their keys: there is no index of roots. */
    private static final String COST = """
            (SELECT coalesce(sum(CASE WHEN b.settled_at IS NULL THEN b.estimate_usd ELSE b.actual_usd END), 0)::float8
               FROM budget_entry b
              WHERE b.operation_id = ANY(ARRAY(SELECT o.id UNION ALL SELECT k.id FROM operation k WHERE k.parent_id = o.id)))
            """;

    private static final String SHOW_VIEW =
            VIEW.formatted("o.result::text AS result, " + COST + " AS cost_usd,", COUNT_AHEAD);
    private static final String LIST_VIEW =
            VIEW.formatted("NULL::text AS result, NULL::float8 AS cost_usd,", LOOK_UP_AHEAD);

    public static final String SHOW = SHOW_VIEW + " WHERE o.id = $1";

    public static final String SHOW_CHILDREN = SHOW_VIEW + " WHERE o.parent_id = $1 ORDER BY o.created_at, o.id";

    /** $1 type or null, $2 status or null, $3 and $4 created_at and id of the last one seen or null, $5 limit. */
    public static final String LIST = PLACES + LIST_VIEW + """
               WHERE ($1::text IS NULL OR o.type = $1) AND ($2::text IS NULL OR o.status = $2)
                 AND ($3::timestamptz IS NULL OR (o.created_at, o.id) < ($3, $4::text))
               ORDER BY o.created_at DESC, o.id DESC
               LIMIT $5
              """;

    /** A task's own columns, around those of every operation. */
    private static final String TASK = """
            SELECT v.*, %s AS payload, t.preferred_agent_id,
                   t.on_dependency_failure,
                   coalesce(c.attempt, 0) AS newest_attempt, c.agent_id AS newest_agent_id
              FROM (%s) v
              JOIN operation t ON t.id = v.id
              LEFT JOIN LATERAL (SELECT k.attempt, k.agent_id FROM operation k WHERE k.parent_id = v.id
                                  ORDER BY k.attempt DESC LIMIT 1) c ON true
            """;

    public static final String SHOW_TASK = TASK.formatted(
            "(t.request -> 'payload')::text", SHOW_VIEW + " WHERE o.id = $1 AND o.of_pool AND o.parent_id IS NULL");

    /** Parameters as of {@link #LIST}. */
    public static final String LIST_TASKS =
            PLACES + TASK.formatted("NULL::text", LIST_VIEW + """
               WHERE o.of_pool AND o.parent_id IS NULL
                 AND ($1::text IS NULL OR o.type = $1) AND ($2::text IS NULL OR o.status = $2)
                 AND ($3::timestamptz IS NULL OR (o.created_at, o.id) < ($3, $4::text))
               ORDER BY o.created_at DESC, o.id DESC
               LIMIT $5
              """) + " ORDER BY v.created_at DESC, v.id DESC";

    /** Active researches in the order of their triggering, with their newest child. */
    public static final String ACTIVE = PLACES + """
            SELECT v.*, extract(epoch FROM now() - r.phase_since)::float8 AS in_phase,
                   extract(epoch FROM now() - r.created_at)::float8 AS age, c.id AS child_id
              FROM (%s WHERE o.type = 'agent_research' AND o.status IN ('pending', 'running') AND NOT o.queued) v
              JOIN operation r ON r.id = v.id
              LEFT JOIN LATERAL (SELECT k.id FROM operation k WHERE k.parent_id = v.id
                                  ORDER BY k.created_at DESC, k.attempt DESC LIMIT 1) c ON true
             ORDER BY r.created_at, r.id
            """.formatted(LIST_VIEW);

    public static final String EXISTS = "SELECT 1 FROM operation WHERE id = $1";

    /** $1 id of an operation: its own events and its children's. */
    public static final String EVENTS_OF = """
            SELECT e.id, e.xid::text AS xid, e.operation_id, e.at, e.type, e.detail::text AS detail
              FROM operation_event e
             WHERE e.operation_id = ANY(ARRAY(SELECT $1::text UNION ALL SELECT id FROM operation WHERE parent_id = $1))
             ORDER BY e.at, e.id
            """;

    /** $1 and $2 transaction and id of the last one seen. Only what no transaction in flight can still precede. */
    public static final String EVENTS_AFTER = """
            SELECT e.id, e.xid::text AS xid, e.operation_id, e.at, e.type, e.detail::text AS detail
              FROM operation_event e
             WHERE (e.xid, e.id) > ($1::text::xid8, $2::bigint) AND e.xid < pg_snapshot_xmin(pg_current_snapshot())
             ORDER BY e.xid, e.id
             LIMIT 500
            """;

    /** Where a reader starts who wants only what comes. */
    public static final String EVENTS_END =
            "SELECT (pg_snapshot_xmin(pg_current_snapshot())::text::numeric - 1)::text AS xid";

    /** $1 ids. */
    public static final String ALL = PLACES + LIST_VIEW + " WHERE o.id = ANY($1)";

    /** $1 id of an operation, $2 limit: all that dependencies connect with its root, in whatever direction. */
    public static final String CONNECTED = """
            WITH RECURSIVE connected(id) AS (
              SELECT coalesce(parent_id, id) FROM operation WHERE id = $1
              UNION
              SELECT n.id FROM connected c,
                     LATERAL (SELECT d.depends_on AS id FROM operation_dependency d WHERE d.operation_id = c.id
                              UNION ALL
                              SELECT d.operation_id FROM operation_dependency d WHERE d.depends_on = c.id) n)
            SELECT id FROM connected LIMIT $2
            """;

    /** $1 ids: the dependencies among them. */
    public static final String DEPENDENCIES = """
            SELECT d.operation_id, d.depends_on, o.on_dependency_failure
              FROM operation_dependency d JOIN operation o ON o.id = d.operation_id
             WHERE d.operation_id = ANY($1) AND d.depends_on = ANY($1)
             ORDER BY o.created_at, d.operation_id, d.depends_on
            """;
}

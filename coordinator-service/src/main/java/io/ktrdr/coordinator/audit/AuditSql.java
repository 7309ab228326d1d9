package io.ktrdr.coordinator.audit;

import java.util.List;

/** What is asked of the database. Each query goes through its tables once; none locks anything. */
final class AuditSql {
    private AuditSql() {}

    private static final String OVER = "('completed', 'failed', 'cancelled')";
    private static final String ACTIVE = "('pending', 'running')";

    /** By operation: its first event, whether it ever began, and its first end. */
    private static final String TOLD = """
            SELECT o.id, o.status, o.executor, o.worker_id, o.epoch,
                   min(e.id) AS first, min(e.id) FILTER (WHERE e.type IN ('research.triggered', 'task.submitted')) AS triggered,
                   count(*) FILTER (WHERE e.type ~ '\\.(started|granted)$') > 0 AS begun,
                   min(e.id) FILTER (WHERE e.type ~ '\\.(completed|failed|cancelled)$') AS ended
              FROM operation o LEFT JOIN operation_event e ON e.operation_id = o.id
             GROUP BY o.id
            """;

    static final List<DatabaseRule> RULES = List.of(
            new DatabaseRule(
                    "child_of_ended_research", "A step is under way although its research is over.", """
                    SELECT c.id AS operation_id, c.type || ' is ' || c.status || ', its research ' || r.id || ' is ' || r.status
                           AS detail
                      FROM operation c JOIN operation r ON r.id = c.parent_id
                     WHERE c.executor IS NOT NULL AND c.status IN %s AND r.status IN %s
                    """.formatted(
                                    ACTIVE, OVER)),
            new DatabaseRule("child_without_research", "A step belongs to a research that does not exist.", """
                    SELECT c.id AS operation_id, c.type || ' of ' || coalesce(c.parent_id, 'nothing') AS detail
                      FROM operation c
                      LEFT JOIN operation r
                        ON r.id = c.parent_id AND (r.type = 'agent_research' AND NOT c.of_pool OR r.of_pool AND r.type = c.type)
                     WHERE c.subject NOT IN ('research', 'task') AND r.id IS NULL
                    """),
            new DatabaseRule(
                    "child_of_left_phase", "A step is under way that its research has left behind.", """
                    SELECT c.id AS operation_id,
                           c.type || ' is ' || c.status || ', its research ' || r.id || ' is in ' || r.phase AS detail
                      FROM operation c JOIN operation r ON r.id = c.parent_id
                     WHERE c.status IN %s AND r.status IN %s
                       AND array_position(ARRAY['agent_design', 'training', 'backtesting', 'agent_assessment'], c.type)
                         < array_position(ARRAY['designing', 'training', 'backtesting', 'assessing'], r.phase)
                    """.formatted(
                                    ACTIVE, ACTIVE)),
            new DatabaseRule("steps_at_once", "Several steps of one research are under way.", """
                    SELECT c.parent_id AS operation_id, string_agg(c.id, ', ' ORDER BY c.id) AS detail
                      FROM operation c
                     WHERE c.executor IS NOT NULL AND c.status IN %s
                     GROUP BY c.parent_id
                    HAVING count(*) > 1
                    """.formatted(ACTIVE)),
            new DatabaseRule("step_completed_twice", "A step of a research was completed more than once.", """
                    SELECT c.parent_id AS operation_id, c.type || ': ' || string_agg(c.id, ', ' ORDER BY c.id) AS detail
                      FROM operation c
                     WHERE c.executor IS NOT NULL AND c.status = 'completed'
                     GROUP BY c.parent_id, c.type
                    HAVING count(*) > 1
                    """),
            new DatabaseRule(
                    "research_stuck", "A research is running, and nothing will ever move it.", """
                    SELECT r.id AS operation_id, coalesce('in ' || r.phase || ', ', '') || 'without a step under way' AS detail
                      FROM operation r
                     WHERE r.subject IN ('research', 'task') AND r.status = 'running' AND r.due_at IS NULL
                       AND r.attention IS NULL AND r.waiting_cause IS DISTINCT FROM 'lock'
                       AND NOT EXISTS (SELECT 1 FROM operation c
                                        WHERE c.parent_id = r.id AND (c.status IN %s OR NOT c.settled))
                    """.formatted(ACTIVE)),
            new DatabaseRule(
                    "lock_of_ended", "An operation that is over still has or wants a lock.", """
                    SELECT o.id AS operation_id, o.status || ', ' || k.mode || ' lock on ' || k.resource AS detail
                      FROM resource_lock k JOIN operation o ON o.id = k.operation_id
                     WHERE o.status IN %s
                    """.formatted(OVER)),
            new DatabaseRule(
                    "locked_twice", "Two operations have locks on the same resource that exclude each other.", """
                    SELECT a.operation_id, a.mode || ' lock on ' || a.resource || ', ' || b.operation_id || ' has a ' || b.mode
                           || ' lock' AS detail
                      FROM resource_lock a JOIN resource_lock b
                        ON b.resource = a.resource AND b.operation_id > a.operation_id AND 'write' IN (a.mode, b.mode)
                     WHERE a.token IS NOT NULL AND b.token IS NOT NULL
                    """),
            new DatabaseRule(
                    "begun_without_locks", "An attempt is under way although its operation waits for locks.", """
                    SELECT c.id AS operation_id, c.type || ' of ' || c.parent_id || ' was begun' AS detail
                      FROM operation c
                     WHERE c.executor IS NOT NULL AND c.status = 'running'
                       AND c.parent_id IN (SELECT operation_id FROM resource_lock GROUP BY operation_id
                                            HAVING count(token) = 0)
                    """),
            new DatabaseRule(
                    "end_not_looked_at", "A step has ended, and its research was over without noticing.", """
                    SELECT c.id AS operation_id, c.type || ' is ' || c.status || ', its research ' || r.id || ' is ' || r.status
                           AS detail
                      FROM operation c JOIN operation r ON r.id = c.parent_id
                     WHERE c.executor IS NOT NULL AND NOT c.settled AND c.status IN %s AND r.status IN %s
                    """.formatted(
                                    OVER, OVER)),
            new DatabaseRule(
                    "ended_but_waiting", "An operation that is over still waits for something.", """
                    SELECT o.id AS operation_id,
                           o.status || concat_ws(',', '', CASE WHEN o.queued THEN ' queued' END,
                             ' waits for ' || o.waiting_cause, CASE WHEN o.due_at IS NOT NULL THEN ' due' END) AS detail
                      FROM operation o
                     WHERE o.status IN %s AND (o.queued OR o.waiting_cause IS NOT NULL OR o.due_at IS NOT NULL)
                    """.formatted(OVER)),
            new DatabaseRule(
                    "ended_but_reserved",
                    "An operation is over for a minute and has not let go of its worker.",
                    """
                    SELECT o.id AS operation_id,
                           o.status || ', reservation of ' || o.worker_id || ' is ' || o.reservation AS detail
                      FROM operation o
                     WHERE o.reservation IN ('open', 'ended') AND o.status IN %s
                       AND o.finished_at < now() - interval '1 minute'
                    """.formatted(OVER)),
            new DatabaseRule(
                    "events_disagree", "The events of an operation lead to another status than it has.", """
                    SELECT t.id AS operation_id,
                           'is ' || t.status || ', its events say '
                             || coalesce(substring(e.type FROM '[^.]+$'),
                                         CASE WHEN t.executor IS NULL THEN 'not over'
                                              WHEN t.begun THEN 'running' ELSE 'pending' END) AS detail
                      FROM (%s) t LEFT JOIN operation_event e ON e.id = t.ended
                     WHERE CASE WHEN t.ended IS NOT NULL THEN t.status <> substring(e.type FROM '[^.]+$')
                                WHEN t.status IN %s THEN true
                                ELSE t.executor IS NOT NULL AND t.begun <> (t.status = 'running') END
                    """.formatted(
                                    TOLD, OVER)),
            new DatabaseRule(
                    "first_event_missing", "The events of an operation do not begin with its beginning.", """
                    SELECT t.id AS operation_id, coalesce('begins with ' || e.type, 'has no events') AS detail
                      FROM (%s) t LEFT JOIN operation_event e ON e.id = t.first
                     WHERE CASE WHEN t.executor IS NULL THEN t.triggered IS NULL OR t.triggered > t.first
                                ELSE t.status IN %s AND NOT t.begun AND (t.worker_id IS NOT NULL OR t.epoch IS NOT NULL)
                           END
                    """.formatted(
                                    TOLD, OVER)),
            new DatabaseRule("event_after_end", "An operation has events after its end.", """
                    SELECT t.id AS operation_id, string_agg(e.type, ', ' ORDER BY e.id) AS detail
                      FROM (%s) t JOIN operation_event e ON e.operation_id = t.id AND e.id > t.ended
                     GROUP BY t.id
                    """.formatted(TOLD)),
            new DatabaseRule(
                    "cost_not_settled", "A model's call was completed, and is still charged at its estimate.", """
                    SELECT b.operation_id, 'estimate of ' || b.estimate_usd || ' USD' AS detail
                      FROM budget_entry b JOIN operation o ON o.id = b.operation_id
                     WHERE b.settled_at IS NULL AND o.status = 'completed'
                    """),
            new DatabaseRule(
                    "trial_missing",
                    "A research that has tried a strategy is over, and the ledger of trials does not know it.",
                    """
                    SELECT r.id AS operation_id, 'no trial of ' || coalesce(r.strategy_name, 'its strategy') AS detail
                      FROM operation r
                     WHERE r.type = 'agent_research' AND r.status IN %s AND NOT r.request ? 'holdout'
                       AND EXISTS (SELECT 1 FROM operation c
                                    WHERE c.parent_id = r.id AND c.type = 'agent_design' AND c.status = 'completed'
                                      AND json_typeof(c.result -> 'dataset') = 'object')
                       AND NOT EXISTS (SELECT 1 FROM trial t WHERE t.research_id = r.id)
                    """.formatted(OVER)),
            new DatabaseRule(
                    "artifact_missing",
                    "An artifact that is needed, or named by a result, is not stored.",
                    """
                    SELECT n.id AS operation_id, n.name || ' ' || n.sha256 AS detail
                      FROM (SELECT o.id, a.name, a.sha256
                              FROM operation o,
                                   LATERAL (VALUES ('model', o.result ->> 'model'),
                                                   ('onnx', o.result ->> 'onnx'),
                                                   ('equity_curve', o.result -> 'artifacts' ->> 'equity_curve'),
                                                   ('trades', o.result -> 'artifacts' ->> 'trades'),
                                                   ('returns', o.result -> 'artifacts' ->> 'returns'),
                                                   ('placebos', o.result -> 'artifacts' ->> 'placebos')) AS a(name, sha256)
                             WHERE o.status = 'completed' AND o.executor IN ('training', 'backtesting')
                             UNION ALL
                            SELECT o.id, 'checkpoint', o.checkpoint_artifact FROM operation o WHERE o.status IN %s) n
                     WHERE n.sha256 ~ '^[0-9a-f]{64}$'
                       AND NOT EXISTS (SELECT 1 FROM artifact f WHERE f.sha256 = n.sha256)
                    """.formatted(ACTIVE)));

    /** $1 claims that the registry or a worker names. Beside them all that rely on a reservation. */
    static final String JOBS = """
            SELECT id, status, worker_id, token, reservation
              FROM operation
             WHERE reservation IN ('open', 'ended') OR id = ANY($1)
            """;

    static final String CHECKED = """
            SELECT (SELECT count(*) FROM operation WHERE type = 'agent_research') AS researches,
                   (SELECT count(*) FROM operation WHERE executor IS NOT NULL) AS steps,
                   (SELECT count(*) FROM operation_event) AS events,
                   (SELECT count(*) FROM budget_entry) AS budget_entries
            """;
}

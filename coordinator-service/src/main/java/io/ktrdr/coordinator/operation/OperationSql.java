package io.ktrdr.coordinator.operation;

import io.ktrdr.coordinator.readiness.LockSql;

/**
 * All SQL that moves operations, and what that is decided by, in one place, so that guards and lock order can be compared; how
 * people read them is in {@link OperationViewSql}. Logic is decided in Java; here it is guarded.
 *
 * <p>Lock order, everywhere: research before child, ids ascending. Times are the database's.
 */
public final class OperationSql {
    private OperationSql() {}

    // ---- the tick: load ------------------------------------------------------------------------------------------

    private static final String ROOT_COLUMNS = """
            o.id, o.type, o.version, o.status, o.phase, o.priority, o.rank, o.request::text AS request, o.waiting_cause,
            o.on_dependency_failure, o.queued, o.status = 'pending' AND %s AS depends, %s AS broken_dependency,
            (SELECT count(*)::int FROM resource_lock k WHERE k.operation_id = o.id AND k.token IS NULL) AS locks_wanted
            """.formatted(LockSql.DEPENDS, LockSql.BROKEN_DEPENDENCY);

    /**
     * $1 epoch, $2 claims that agents of this epoch are running, $3 page size, $4 and $5 milliseconds that jobs and agents
     * may make no progress. New researches, ended children nobody has looked at, agents' children that no agent runs,
     * attempts that have come to a standstill (among the reserved and the agents' only, which are few), operations whose
     * dependencies will never be completed (among those that have not begun, which are few too), timers. The array
     * keeps the planner from reading all operations for the sake of what it takes for many.
     */
    public static final String DUE = """
            WITH due AS (
              SELECT id FROM operation
               WHERE type = 'agent_research' AND status = 'pending' AND NOT queued
              UNION
              SELECT parent_id FROM operation
               WHERE executor IS NOT NULL AND NOT settled AND status IN ('completed', 'failed', 'cancelled')
              UNION
              SELECT parent_id FROM operation
               WHERE executor = 'agent' AND status = 'running' AND (epoch < $1 OR id <> ALL($2))
              UNION
              SELECT c.parent_id
                FROM operation c CROSS JOIN leader_lease l
                LEFT JOIN operation_progress p ON p.operation_id = c.id AND p.token = c.token
               WHERE c.reservation IN ('open', 'ended') AND c.status = 'running'
                 AND greatest(c.granted_at, c.started_at, p.advanced_at, l.hearing_since)
                     <= now() - $4::bigint * interval '1 millisecond'
              UNION
              SELECT c.parent_id FROM operation c CROSS JOIN leader_lease l
               WHERE c.executor = 'agent' AND c.status = 'running'
                 AND greatest(c.started_at, l.hearing_since) <= now() - $5::bigint * interval '1 millisecond'
              UNION
              SELECT t.id
                FROM operation t JOIN operation_dependency d ON d.operation_id = t.id
                JOIN operation p ON p.id = d.depends_on
               WHERE t.status = 'pending' AND (t.of_pool OR t.type = 'agent_research')
                 AND t.on_dependency_failure <> 'run' AND p.status IN ('failed', 'cancelled')
              UNION
              SELECT id FROM operation WHERE due_at <= now())
            SELECT %s
              FROM operation o
             WHERE o.id = ANY(ARRAY(SELECT id FROM due)) AND o.status IN ('pending', 'running')
             ORDER BY o.rank, o.id
             LIMIT $3
            """.formatted(ROOT_COLUMNS);

    /** $1 ids. */
    public static final String ROOTS_BY_ID =
            "SELECT %s FROM operation o WHERE o.id = ANY($1) AND o.parent_id IS NULL".formatted(ROOT_COLUMNS);

    /** $1 ids of roots. */
    public static final String CHILDREN = """
            SELECT c.id, c.parent_id, c.type, c.executor, c.status, c.version, c.attempt, c.result::text AS result, c.failure_class,
                   c.error_message, c.settled, c.epoch, c.agent_id, c.resumed, c.worker_id, c.incarnation, c.worker_url, c.token, c.avoid,
                   c.checkpoint_artifact, c.checkpoint_step, c.spec_sha256,
                   CASE WHEN c.status = 'pending' THEN c.spec END AS spec,
                   (extract(epoch FROM now() - greatest(c.granted_at, c.started_at, p.heard_at, l.hearing_since))
                     * 1000)::bigint AS silent_ms,
                   (extract(epoch FROM now() - greatest(c.granted_at, c.started_at, p.advanced_at, l.hearing_since))
                     * 1000)::bigint AS stalled_ms
              FROM operation c CROSS JOIN leader_lease l
              LEFT JOIN operation_progress p ON p.operation_id = c.id AND p.token = c.token
             WHERE c.parent_id = ANY($1)
             ORDER BY c.created_at, c.id
            """;

    /** $1 how many of each line. Tasks of the pool stand in a line of their own; who waits for a lock stands in none. */
    public static final String LINE_HEADS = """
            SELECT c.id, c.parent_id, c.executor, c.rank, c.avoid
              FROM unnest(ARRAY['agent', 'training', 'backtesting']) AS line(executor),
                   LATERAL (SELECT w.* FROM operation w JOIN operation r ON r.id = w.parent_id
                             WHERE w.status = 'pending' AND w.executor IS NOT NULL AND NOT w.of_pool
                               AND w.executor = line.executor AND r.waiting_cause IS DISTINCT FROM 'lock'
                             ORDER BY w.rank, w.id
                             LIMIT $1) c
            """;

    /**
     * $1 how many, in line order: researches that have not begun, tasks that no agent has. Few, as there are no more places. Those
     * that wait for others to be completed come last, so that they keep nobody from being seen.
     */
    public static final String WAITING = """
            SELECT w.* FROM (
              SELECT o.id, o.parent_id, o.type, o.rank, o.avoid, o.queued, r.preferred_agent_id, r.waiting_cause,
                     o.parent_id IS NULL AND %s AS depends
                FROM operation o JOIN operation r ON r.id = coalesce(o.parent_id, o.id)
               WHERE o.status = 'pending' AND (o.of_pool OR o.type = 'agent_research')) w
             ORDER BY w.depends, w.rank, w.id
             LIMIT $1
            """.formatted(LockSql.DEPENDS);

    /**
     * $1 whether every running job is to be asked what became of it, and not only those that have said nothing for long.
     * Every reservation that is relied upon or whose end the registry has not been told. Bounded by the workers.
     */
    public static final String RESERVED = """
            SELECT o.id, o.parent_id, o.type, o.status, o.attempt, o.worker_id, o.incarnation, o.worker_url, o.token,
                   o.reservation, o.started_at IS NOT NULL AS started, o.spec_sha256, o.checkpoint_artifact,
                   o.checkpoint_step, (extract(epoch FROM now() - o.granted_at) * 1000)::bigint AS granted_ms,
                   o.failure_class, o.failure_code,
                   q.quiet, CASE WHEN o.status = 'running' AND ($1 OR q.quiet) THEN o.spec END AS spec,
                   o.status = 'running' AND r.waiting_cause IS NOT DISTINCT FROM 'lock' AS on_hold, r.traceparent
              FROM operation o JOIN operation r ON r.id = o.parent_id
              LEFT JOIN operation_progress p ON p.operation_id = o.id AND p.token = o.token,
                   LATERAL (SELECT o.started_at IS NULL
                                OR greatest(o.started_at, p.heard_at) < now() - interval '30 seconds' AS quiet) q
             WHERE o.reservation IN ('open', 'ended')
             ORDER BY o.id
            """;

    /** $1 claims that agents here are running, $2 epoch: those among them that should stop. */
    public static final String AGENTS_TO_STOP =
            "SELECT id FROM operation WHERE id = ANY($1) AND (status <> 'running' OR epoch <> $2)";

    // ---- the tick: apply -----------------------------------------------------------------------------------------

    /**
     * Everything a tick decided, in one statement. $1 researches, $2 changes of children, $3 new children, $4 events,
     * each a JSON array; $5 epoch, $6 turn, $7 milliseconds for which locks are given. A research wins only when it and every child
     * to be changed are as they were read, and nobody has a lock that it is given; children, locks and events come from winners
     * only. Returns the winners, as {@code moved}, and what has come to an end with them.
     *
     * <p>Who gets which locks has been decided with patterns and turns in mind; what is checked once more is that it gets as many as
     * it was decided about, and that none of them, taken literally, is somebody else's.
     *
     * <p>The lease is locked, not only looked at: who takes it over meanwhile waits until this is committed. Else it could
     * tell the registry what it holds without what is being written here, and a worker would be granted twice. For the same
     * reason a statement that outlived its tick comes too late: it belongs to a turn.
     */
    public static final String APPLY = """
            WITH decided AS (
              SELECT * FROM json_to_recordset($1::text::json) AS d(
                id text, version bigint, status text, phase text, waiting_cause text, attention text,
                strategy_name text, result json, error_message text, failure_code text, settled text[], queued boolean,
                locks_given integer, locks_returned boolean, verdict text)),
            changed AS (
              SELECT * FROM json_to_recordset($2::text::json) AS u(
                id text, parent_id text, version bigint, status text, failure_class text, failure_code text,
                error_message text, epoch bigint, agent_id text, worker_id text, incarnation text, worker_url text, token bigint,
                reservation text)),
            locked AS (
              SELECT o.id, %2$s AS waited_for, %3$s AS waited
                FROM operation o JOIN decided d ON d.id = o.id
               WHERE o.version = d.version AND o.status IN ('pending', 'running')
                 AND EXISTS (SELECT 1 FROM leader_lease WHERE epoch = $5 AND turn = $6 FOR SHARE)
                 AND (d.locks_given = 0
                      OR d.locks_given = (SELECT count(*) FROM resource_lock k
                                           WHERE k.operation_id = o.id AND k.token IS NULL)
                         AND NOT EXISTS (SELECT 1 FROM resource_lock k JOIN resource_lock h
                                             ON h.resource = k.resource AND h.operation_id <> k.operation_id
                                            AND h.token IS NOT NULL AND 'write' IN (h.mode, k.mode)
                                          WHERE k.operation_id = o.id AND k.token IS NULL))
               ORDER BY o.id
                 FOR UPDATE OF o),
            locked_children AS (
              SELECT c.id, c.parent_id FROM operation c JOIN changed u ON u.id = c.id
               WHERE c.version = u.version AND c.parent_id IN (SELECT id FROM locked)
               ORDER BY c.id
                 FOR UPDATE OF c),
            winners AS (
              SELECT l.id FROM locked l
               WHERE (SELECT count(*) FROM changed u WHERE u.parent_id = l.id)
                   = (SELECT count(*) FROM locked_children k WHERE k.parent_id = l.id)),
            moved AS (
              UPDATE operation o
                 SET status = d.status, version = o.version + 1, phase = d.phase,
                     phase_since = CASE WHEN o.phase IS NOT DISTINCT FROM d.phase THEN o.phase_since ELSE now() END,
                     waiting_cause = d.waiting_cause, attention = d.attention,
                     strategy_name = coalesce(d.strategy_name, o.strategy_name),
                     result = d.result, error_message = d.error_message,
                     failure_code = coalesce(d.failure_code, o.failure_code), due_at = NULL,
                     queued = d.status = 'pending' AND (d.queued OR o.queued),
                     deadlocks = o.deadlocks + CASE WHEN d.locks_returned THEN 1 ELSE 0 END,
                     started_at = CASE WHEN d.status = 'pending' THEN o.started_at
                                       ELSE coalesce(o.started_at, now()) END,
                     finished_at = CASE WHEN d.status IN ('completed', 'failed', 'cancelled') THEN now() END
                FROM decided d
               WHERE o.id = d.id AND o.id IN (SELECT id FROM winners)
              RETURNING o.*),
            ended AS (
              UPDATE operation c
                 SET status = u.status, version = c.version + 1, settled = u.status <> 'running',
                     failure_class = u.failure_class, failure_code = u.failure_code, error_message = u.error_message,
                     epoch = coalesce(u.epoch, c.epoch), agent_id = coalesce(u.agent_id, c.agent_id),
                     worker_id = coalesce(u.worker_id, c.worker_id),
                     incarnation = coalesce(u.incarnation, c.incarnation),
                     worker_url = coalesce(u.worker_url, c.worker_url), token = coalesce(u.token, c.token),
                     granted_at = CASE WHEN u.worker_id IS NULL THEN c.granted_at ELSE now() END,
                     started_at = CASE WHEN u.status = 'running' AND u.worker_id IS NULL THEN now()
                                       ELSE c.started_at END,
                     reservation = coalesce(u.reservation, c.reservation),
                     finished_at = CASE WHEN u.status = 'running' THEN NULL ELSE now() END
                FROM changed u
               WHERE c.id = u.id AND c.parent_id IN (SELECT id FROM winners)
              RETURNING c.*),
            seen AS (
              UPDATE operation c SET settled = true
                FROM decided d
               WHERE c.parent_id = d.id AND c.id = ANY(d.settled) AND d.id IN (SELECT id FROM winners)
              RETURNING c.id),
            born AS (
              INSERT INTO operation (id, type, status, priority, rank, parent_id, attempt, executor, spec, spec_sha256,
                                     epoch, agent_id, worker_id, incarnation, worker_url, token, granted_at, started_at,
                                     avoid, reservation, checkpoint_artifact, checkpoint_step)
              SELECT n.id, n.type, n.status, p.priority, p.rank, n.parent_id, n.attempt, n.executor, n.spec,
                     n.spec_sha256, n.epoch, n.agent_id, n.worker_id, n.incarnation, n.worker_url, n.token,
                     CASE WHEN n.worker_id IS NOT NULL THEN now() END,
                     CASE WHEN n.epoch IS NOT NULL THEN now() END,
                     n.avoid, n.reservation, n.checkpoint_artifact, n.checkpoint_step
                FROM json_to_recordset($3::text::json) AS n(
                       id text, type text, status text, parent_id text, attempt integer, executor text, spec text,
                       spec_sha256 text, epoch bigint, agent_id text, worker_id text, incarnation text, worker_url text,
                       token bigint, avoid text[], reservation text, checkpoint_artifact text, checkpoint_step bigint)
                JOIN operation p ON p.id = n.parent_id
               WHERE n.parent_id IN (SELECT id FROM winners)
              ON CONFLICT (id) DO NOTHING
              RETURNING *),
            given AS (
              UPDATE resource_lock k
                 SET token = nextval('lock_token'), granted_at = now(), expires_at = now() + $7::bigint * interval '1 millisecond'
                FROM decided d
               WHERE k.operation_id = d.id AND d.locks_given > 0 AND k.token IS NULL AND d.id IN (SELECT id FROM winners)
              RETURNING k.operation_id),
            returned AS (
              UPDATE resource_lock k SET token = NULL, granted_at = NULL, expires_at = NULL
                FROM decided d
               WHERE k.operation_id = d.id AND d.locks_returned AND k.token IS NOT NULL AND d.id IN (SELECT id FROM winners)
              RETURNING k.operation_id),
            told AS (
              INSERT INTO operation_event (operation_id, type, detail)
              SELECT e.operation_id, e.type, e.detail
                FROM json_to_recordset($4::text::json) AS e(
                       research_id text, operation_id text, type text, detail jsonb)
               WHERE e.research_id IN (SELECT id FROM winners)
              RETURNING id),
            begun AS (
              SELECT b.parent_id, b.type, %4$s AS seconds
                FROM (SELECT * FROM born UNION ALL SELECT * FROM ended) b
               WHERE b.executor = 'agent' AND b.status = 'running')
            SELECT 'moved' AS what, id, type, traceparent AS label, NULL::float8 AS seconds FROM moved
            UNION ALL
            SELECT 'waited', m.id, m.type, l.waited_for, l.waited
              FROM moved m JOIN locked l ON l.id = m.id
             WHERE l.waited_for IS NOT NULL AND l.waited_for IS DISTINCT FROM %5$s
            UNION ALL
            SELECT 'got_locks', m.id, m.type, NULL, CASE WHEN l.waited_for = 'lock' THEN l.waited ELSE 0 END
              FROM moved m JOIN locked l ON l.id = m.id JOIN decided d ON d.id = m.id
             WHERE d.locks_given > 0
            UNION ALL
            SELECT 'deadlock', m.id, m.type, NULL, NULL
              FROM moved m JOIN decided d ON d.id = m.id WHERE d.locks_returned
            UNION ALL
            SELECT 'trial', m.id, m.type, coalesce(d.verdict, m.status), NULL
              FROM moved m JOIN decided d ON d.id = m.id
             WHERE m.type = 'agent_research' AND m.strategy_name IS NOT NULL AND m.finished_at IS NOT NULL
               AND NOT m.request ?| ARRAY['reproduces', 'holdout']
            UNION ALL
            SELECT e.what, e.id, e.type, e.label, e.seconds
              FROM (SELECT id, finished_at, %1$s FROM moved UNION ALL SELECT id, finished_at, %1$s FROM ended) e
             WHERE e.finished_at IS NOT NULL
            UNION ALL
            SELECT 'handed_off', b.parent_id, b.type, NULL, b.seconds FROM begun b WHERE b.seconds IS NOT NULL
            """.formatted(
                    MeasuredSql.ENDED,
                    MeasuredSql.waitsFor("o"),
                    MeasuredSql.waited("o"),
                    MeasuredSql.sinceLastStep("b.parent_id"),
                    MeasuredSql.waitsFor("m"));

    /**
     * $1 id, $2 version, $3 reason, $4 epoch: an operation whose decision could not even be made or written. Its children
     * are locked before they are looked at, so that no report comes in between and stays unsettled.
     */
    public static final String FAIL_ALONE = """
            WITH failed AS (
              UPDATE operation
                 SET status = 'failed', version = version + 1, error_message = $3, finished_at = now(),
                     waiting_cause = NULL, attention = NULL, due_at = NULL, queued = false,
                     started_at = coalesce(started_at, now())
               WHERE id = $1 AND version = $2 AND status IN ('pending', 'running')
                 AND EXISTS (SELECT 1 FROM leader_lease WHERE epoch = $4)
              RETURNING *),
            locked AS (
              SELECT c.id, c.status IN ('pending', 'running') AS active FROM operation c
               WHERE c.parent_id IN (SELECT id FROM failed)
               ORDER BY c.id
                 FOR UPDATE),
            children AS (
              UPDATE operation c
                 SET status = 'cancelled', version = c.version + 1, finished_at = now(), settled = true
                FROM locked l
               WHERE c.id = l.id AND l.active
              RETURNING c.*),
            seen AS (
              UPDATE operation c SET settled = true FROM locked l WHERE c.id = l.id AND NOT l.active AND NOT c.settled
              RETURNING c.id),
            told AS (
              INSERT INTO operation_event (operation_id, type, detail)
              SELECT id, subject || '.failed', jsonb_build_object('reason', $3::text) FROM failed
              UNION ALL SELECT id, subject || '.cancelled', '{}' FROM children
              RETURNING operation_id)
            SELECT %1$s FROM failed
            UNION ALL SELECT %1$s FROM children
            UNION ALL SELECT 'trial', type, status, NULL FROM failed
             WHERE type = 'agent_research' AND strategy_name IS NOT NULL
               AND NOT request ?| ARRAY['reproduces', 'holdout']
            """.formatted(MeasuredSql.ENDED);

    /**
     * After a sync. $1 claims, $2 tokens that the registry has been told have ended; $3 claims that it calls lost, or was
     * not told of: what is no longer running under them is over; $4 epoch.
     */
    public static final String CLOSE_RESERVATIONS = """
            UPDATE operation SET reservation = 'closed'
             WHERE (reservation = 'ended' AND (id, token) IN (SELECT * FROM unnest($1::text[], $2::bigint[]))
                    OR reservation IN ('open', 'ended') AND status <> 'running' AND id = ANY($3::text[]))
               AND EXISTS (SELECT 1 FROM leader_lease WHERE epoch = $4)
            """;

    // ---- jobs on workers -----------------------------------------------------------------------------------------
    // What a worker says about a claim and its token is true whichever coordinator it says it to: the token is the
    // fence.

    /** $1 id, $2 token: the worker said it runs. */
    public static final String STARTED = """
            WITH started AS (
              UPDATE operation SET started_at = now(), version = version + 1
               WHERE id = $1 AND token = $2 AND status = 'running' AND started_at IS NULL
              RETURNING id, type, parent_id, worker_id),
            told AS (
              INSERT INTO operation_event (operation_id, type, detail)
              SELECT id, type || '.started', jsonb_build_object('worker_id', worker_id) FROM started
              RETURNING operation_id)
            SELECT 'handed_off' AS what, type, NULL AS label, seconds
              FROM (SELECT b.type, %s AS seconds FROM started b) begun
             WHERE seconds IS NOT NULL
            """.formatted(MeasuredSql.sinceLastStep("b.parent_id"));

    /** $1 id, $2 token: the worker confirmed that it does not run this (any more). */
    public static final String WORKER_CONFIRMED_END =
            "UPDATE operation SET reservation = 'ended' WHERE id = $1 AND token = $2 AND reservation = 'open'"
                    + " AND status <> 'running' RETURNING id";

    /** $1 id, $2 token, $3 class, $4 code, $5 message: an attempt that ended without a report. */
    public static final String FAIL_ATTEMPT = """
            WITH failed AS (
              UPDATE operation
                 SET status = 'failed', version = version + 1, failure_class = $3, failure_code = $4,
                     error_message = $5, finished_at = now(), reservation = 'ended'
               WHERE id = $1 AND token = $2 AND status = 'running'
              RETURNING *),
            told AS (
              INSERT INTO operation_event (operation_id, type, detail)
              SELECT id, type || '.failed', jsonb_build_object('reason', $5::text, 'code', $4::text) FROM failed
              RETURNING operation_id)
            SELECT %s FROM failed
            """.formatted(MeasuredSql.ENDED);

    /** $1 id, $2 worker, $3 incarnation, $4 token, $5 step, $6 fraction, $7 message. No row: stale. */
    public static final String PROGRESS = """
            WITH job AS (
              SELECT id FROM operation
               WHERE id = $1 AND worker_id = $2 AND incarnation = $3 AND token = $4 AND status = 'running'),
            written AS (
              INSERT INTO operation_progress AS p (operation_id, token, step, fraction, message, heard_at, advanced_at)
              SELECT id, $4, $5, $6, $7, now(), now() FROM job
              ON CONFLICT (operation_id) DO UPDATE
                 SET token = excluded.token, step = excluded.step, fraction = excluded.fraction,
                     message = excluded.message, heard_at = now(),
                     advanced_at = CASE WHEN p.token < excluded.token OR p.step < excluded.step THEN now()
                                        ELSE p.advanced_at END
               WHERE p.token < excluded.token OR p.step <= excluded.step
              RETURNING 1)
            SELECT EXISTS (SELECT 1 FROM written) AS written FROM job
            """;

    /** $1 id, $2 worker, $3 incarnation, $4 token, $5 artifact, $6 step. No row: stale. */
    public static final String CHECKPOINT = """
            UPDATE operation
               SET checkpoint_artifact = CASE WHEN coalesce(checkpoint_step, -1) <= $6 THEN $5
                                              ELSE checkpoint_artifact END,
                   checkpoint_step = greatest(checkpoint_step, $6), checkpoint_at = now()
             WHERE id = $1 AND worker_id = $2 AND incarnation = $3 AND token = $4 AND status = 'running'
            RETURNING id
            """;

    /**
     * $1 id, $2 worker, $3 incarnation, $4 token, $5 status, $6 result (JSON text), $7 class, $8 code, $9 message: the
     * first end of a job. Writes this child only; its research moves in the tick.
     */
    public static final String REPORT_RESULT = """
            WITH reported AS (
              UPDATE operation
                 SET status = $5, version = version + 1, result = $6::text::json, failure_class = $7,
                     failure_code = $8, error_message = $9, started_at = coalesce(started_at, now()),
                     finished_at = greatest(statement_timestamp(), started_at), reservation = 'ended'
               WHERE id = $1 AND worker_id = $2 AND incarnation = $3 AND token = $4 AND status = 'running'
              RETURNING *),
            told AS (
              INSERT INTO operation_event (operation_id, type, detail)
              SELECT id, type || '.' || $5,
                     jsonb_strip_nulls(jsonb_build_object('reason', $9::text, 'code', $8::text, 'token', $4::bigint))
                FROM reported
              RETURNING operation_id)
            SELECT %s FROM reported
            """.formatted(MeasuredSql.ENDED);

    /** $1 id. */
    public static final String JOB =
            "SELECT status, worker_id, incarnation, token, spec_sha256 FROM operation WHERE id = $1";

    // ---- agents --------------------------------------------------------------------------------------------------

    /** $1 id, $2 epoch, $3 status, $4 result (JSON text), $5 class, $6 code, $7 message. */
    public static final String AGENT_FINISHED = """
            WITH finished AS (
              UPDATE operation
                 SET status = $3, version = version + 1, result = $4::text::json, failure_class = $5,
                     failure_code = $6, error_message = $7, finished_at = now()
               WHERE id = $1 AND epoch = $2 AND status = 'running'
              RETURNING *),
            told AS (
              INSERT INTO operation_event (operation_id, type, detail)
              SELECT id, subject || '.' || $3,
                     jsonb_strip_nulls(jsonb_build_object('reason', $7::text, 'code', $6::text))
                FROM finished
              RETURNING operation_id)
            SELECT %s FROM finished
            """.formatted(MeasuredSql.ENDED);

    /** $1 agent, $2 reason: whoever it is says that the agent has failed what it is at. */
    public static final String FAIL_AGENTS_ATTEMPT = """
            WITH failed AS (
              UPDATE operation
                 SET status = 'failed', version = version + 1, failure_class = 'worker', failure_code = 'agent_failed',
                     error_message = $2, finished_at = greatest(statement_timestamp(), started_at)
               WHERE agent_id = $1 AND executor = 'agent' AND status = 'running'
              RETURNING *),
            told AS (
              INSERT INTO operation_event (operation_id, type, detail)
              SELECT id, subject || '.failed', jsonb_build_object('reason', $2::text, 'code', 'agent_failed') FROM failed
              RETURNING operation_id)
            SELECT %s FROM failed
            """.formatted(MeasuredSql.ENDED);

    // ---- triggering ----------------------------------------------------------------------------------------------

    /**
     * $1 id, $2 priority, $3 request, $4 queued, $5 forced by, $6 idempotency key, $7 its request's hash; of a retry $8
     * the research that it does again and $9 from which phase, else null; $10 phase, $11 milliseconds that each priority costs,
     * $12 policy, $13 what it waits for already, $14 traceparent.
     */
    public static final String INSERT_RESEARCH = """
            WITH inserted AS (
              INSERT INTO operation (id, type, status, priority, rank, phase, phase_since, request, queued, forced_by,
                                     idempotency_key, request_sha256, retry_of, on_dependency_failure, waiting_cause,
                                     traceparent)
              VALUES ($1, 'agent_research', 'pending', $2::smallint, now() + $2::smallint * $11::bigint * interval '1 millisecond', $10, now(),
                      $3::text::jsonb, $4, $5, $6, $7, $8, $12, $13, $14)
              RETURNING id)
            INSERT INTO operation_event (operation_id, type, detail)
            SELECT id, 'research.triggered',
                   jsonb_strip_nulls(jsonb_build_object('queued', $4::boolean, 'forced_by', $5::text,
                                                        'retry_of', $8::text, 'from_phase', $9::text,
                                                        'cause', $13::text))
              FROM inserted
            """;

    /**
     * $1 research, $2 completed children of another one, $3 phases that they stand for, $4 their claims in this one: it has
     * their results from the beginning. A microsecond apart, because children are told apart by time.
     */
    public static final String TAKE_OVER = """
            WITH taken AS (
              SELECT n.ordinal, n.step, n.claim, c.*
                FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS n(id, step, claim, ordinal)
                JOIN operation c ON c.id = n.id),
            copied AS (
              INSERT INTO operation (id, type, status, priority, rank, created_at, started_at, finished_at, result,
                                     parent_id, executor, spec, spec_sha256, settled)
              SELECT t.claim, t.type, t.status, r.priority, r.rank, at, at, at, t.result, r.id, t.executor, t.spec,
                     t.spec_sha256, true
                FROM taken t JOIN operation r ON r.id = $1,
                     LATERAL (SELECT r.created_at + t.ordinal * interval '1 microsecond' AS at)
              RETURNING id)
            INSERT INTO operation_event (operation_id, type, detail)
            SELECT e.operation_id, e.type, e.detail
              FROM taken t,
                   LATERAL (VALUES
                     (1, $1::text, 'research.' || t.step, jsonb_build_object('child_operation_id', t.claim)),
                     (2, t.claim, t.type || '.' || t.status, jsonb_build_object('taken_over_from', t.id)))
                     AS e(place, operation_id, type, detail)
             ORDER BY t.ordinal, e.place
            """;

    /**
     * $1 id, $2 type, $3 priority, $4 request, $5 idempotency key, $6 its request's hash, $7 preferred agent, $8 what it
     * depends on, $9 milliseconds that each priority costs, $10 policy, $11 what it waits for, $12 traceparent.
     */
    public static final String INSERT_TASK = """
            WITH inserted AS (
              INSERT INTO operation (id, type, status, priority, rank, request, idempotency_key, request_sha256,
                                     preferred_agent_id, on_dependency_failure, waiting_cause, traceparent)
              VALUES ($1, $2, 'pending', $3::smallint, now() + $3::smallint * $9::bigint * interval '1 millisecond', $4::text::jsonb, $5, $6, $7,
                      $10, $11, $12)
              RETURNING id)
            INSERT INTO operation_event (operation_id, type, detail)
            SELECT id, 'task.submitted',
                   jsonb_strip_nulls(jsonb_build_object('task_type', $2::text, 'depends_on', to_jsonb(nullif($8::text[], '{}')),
                                                        'cause', $11::text))
              FROM inserted
            """;

    /** $1 id. */
    public static final String PARENT = "SELECT type, parent_id FROM operation WHERE id = $1";

    /** $1 idempotency key. */
    public static final String BY_IDEMPOTENCY_KEY =
            "SELECT id, status, request_sha256 FROM operation WHERE idempotency_key = $1";

    /** $1 idempotency keys. */
    public static final String BY_IDEMPOTENCY_KEYS =
            "SELECT idempotency_key, id, status, request_sha256 FROM operation WHERE idempotency_key = ANY($1)";

    /**
     * Who stands still until a person decides, or until it gets a lock, is not active; of those in line, those are ready who wait
     * for nothing but their turn.
     */
    public static final String COUNT_ACTIVE = """
            SELECT count(*) FILTER (WHERE NOT queued AND attention IS NULL
                                      AND waiting_cause IS DISTINCT FROM 'lock')::int AS active,
                   count(*) FILTER (WHERE queued)::int AS queued,
                   count(*) FILTER (WHERE queued AND waiting_cause IS DISTINCT FROM 'lock'
                                      AND waiting_cause IS DISTINCT FROM 'dependency')::int AS ready
              FROM operation WHERE type = 'agent_research' AND status IN ('pending', 'running')
            """;

    /** Whether research r has a step of this type before it that has neither been done nor charged: 1, else 0. */
    private static String toCome(String type) {
        return """
                (CASE WHEN EXISTS (
                   SELECT 1 FROM operation c
                    WHERE c.parent_id = r.id AND c.type = '%s'
                      AND (c.status = 'completed' OR c.status = 'running' AND EXISTS (
                            SELECT 1 FROM budget_entry b WHERE b.operation_id = c.id))) THEN 0 ELSE 1 END)
                """.formatted(type);
    }

    private static final String DESIGNS_TO_COME = toCome("agent_design");
    private static final String ASSESSMENTS_TO_COME = toCome("agent_assessment");

    /**
     * What is expected to ask models: designs and assessments of all researches under way, and of all that wait for their
     * turn, and general tasks.
     */
    public static final String EXPECTED_TO_ASK = """
            SELECT coalesce(sum(designs) FILTER (WHERE NOT queued), 0)::int AS active_designs,
                   coalesce(sum(assessments) FILTER (WHERE NOT queued), 0)::int AS active_assessments,
                   coalesce(sum(designs) FILTER (WHERE queued), 0)::int AS queued_designs,
                   coalesce(sum(assessments) FILTER (WHERE queued), 0)::int AS queued_assessments,
                   (SELECT count(*)::int FROM operation g
                     WHERE g.type = 'general' AND g.parent_id IS NULL AND g.status IN ('pending', 'running')
                       AND g.attention IS NULL
                       AND NOT EXISTS (SELECT 1 FROM budget_entry b WHERE b.root_id = g.id)) AS generals
              FROM (SELECT r.queued, %s AS designs, %s AS assessments FROM operation r
                     WHERE r.type = 'agent_research' AND r.status IN ('pending', 'running')
                       AND r.attention IS NULL) expected
            """.formatted(DESIGNS_TO_COME, ASSESSMENTS_TO_COME);

    /**
     * $1 how many may go on from the queue, $2 US dollars that can be spent, null for unlimited, $3 and $4 what a design
     * and an assessment are expected to cost, $5 who waits for nothing but that. In line order: who cannot be paid for waits for
     * that, and nobody overtakes; only who was forced in waits for neither. Returns whose cause has changed, and who of them goes on.
     */
    public static final String ADMIT =
            """
            WITH line AS (
              SELECT id, forced, row_number() OVER w AS place, sum(usd) OVER w AS usd
                FROM (SELECT r.id, r.rank, r.forced_by IS NOT NULL AS forced, %1$s * $3::numeric + %2$s * $4::numeric AS usd FROM operation r
                       WHERE r.queued AND r.status = 'pending' AND r.id = ANY($5)) waiting
              WINDOW w AS (ORDER BY rank, id)),
            judged AS (
              SELECT id, forced OR place <= $1 AND affordable AS admitted,
                     CASE WHEN NOT forced AND place <= $1 AND NOT affordable THEN 'budget' END AS cause
                FROM (SELECT id, forced, place, $2::numeric IS NULL OR usd <= $2::numeric AS affordable FROM line) l),
            moved AS (
              UPDATE operation o SET queued = NOT j.admitted, version = o.version + 1, waiting_cause = j.cause
                FROM judged j
               WHERE o.id = j.id AND o.queued AND o.status = 'pending'
                 AND (j.admitted OR o.waiting_cause IS DISTINCT FROM j.cause)
              RETURNING o.id, o.type, j.admitted, j.cause),
            told AS (
              INSERT INTO operation_event (operation_id, type, detail)
              SELECT id, CASE WHEN admitted THEN 'research.admitted' ELSE 'research.waiting' END,
                     CASE WHEN admitted THEN '{}' ELSE jsonb_build_object('cause', coalesce(cause, 'capacity')) END
                FROM moved)
            SELECT m.admitted, 'waited' AS what, m.type, %3$s AS label, %4$s AS seconds
              FROM moved m JOIN operation o ON o.id = m.id
            """.formatted(DESIGNS_TO_COME, ASSESSMENTS_TO_COME, MeasuredSql.waitsFor("o"), MeasuredSql.waited("o"));

    // ---- cancelling ----------------------------------------------------------------------------------------------

    /** $1 id: the root to which it belongs, locked; children are locked after it. */
    public static final String LOCK_ROOT = """
            SELECT id, status, attention FROM operation
             WHERE id = (SELECT coalesce(parent_id, id) FROM operation WHERE id = $1)
               FOR UPDATE
            """;

    /** $1 id of a root: its children, locked before they are changed, so that no report comes in between. */
    public static final String LOCK_CHILDREN = "SELECT id FROM operation WHERE parent_id = $1 ORDER BY id FOR UPDATE";

    /**
     * $1 id of a root. Open reservations stay open until their worker confirms. The transaction may have waited for its
     * locks: what was begun meanwhile must not end before it began, so the time is this statement's.
     */
    public static final String CANCEL =
            """
            WITH before AS (
              SELECT type, %1$s AS waited_for, %2$s AS waited FROM operation b
               WHERE id = $1 AND status IN ('pending', 'running')),
            cancelled AS (
              UPDATE operation
                 SET status = 'cancelled', version = version + 1, finished_at = statement_timestamp(),
                     waiting_cause = NULL, attention = NULL, due_at = NULL, queued = false
               WHERE id = $1 AND status IN ('pending', 'running')
              RETURNING *),
            children AS (
              UPDATE operation c
                 SET status = 'cancelled', version = version + 1, finished_at = statement_timestamp(), settled = true
               WHERE c.parent_id IN (SELECT id FROM cancelled) AND c.status IN ('pending', 'running')
              RETURNING *),
            seen AS (
              UPDATE operation c SET settled = true
               WHERE c.parent_id IN (SELECT id FROM cancelled) AND NOT c.settled
                 AND c.status IN ('completed', 'failed', 'cancelled')
              RETURNING id),
            told AS (
              INSERT INTO operation_event (operation_id, type)
              SELECT id, subject || '.cancelled' FROM cancelled
              UNION ALL SELECT id, subject || '.cancelled' FROM children
              RETURNING operation_id)
            SELECT %3$s FROM cancelled
            UNION ALL SELECT %3$s FROM children
            UNION ALL SELECT 'waited', type, waited_for, waited FROM before WHERE waited_for IS NOT NULL
            UNION ALL SELECT 'trial', type, status, NULL FROM cancelled
             WHERE type = 'agent_research' AND strategy_name IS NOT NULL
               AND NOT request ?| ARRAY['reproduces', 'holdout']
            """.formatted(MeasuredSql.waitsFor("b"), MeasuredSql.waited("b"), MeasuredSql.ENDED);

    // ---- going on after a person has decided ---------------------------------------------------------------------

    /** $1 id of a root, locked: the attempt at which it stands still is over and done with, and it is looked at anew. */
    public static final String RESUME = """
            WITH before AS (
              SELECT type, %s AS waited_for, %s AS waited FROM operation b WHERE id = $1),
            resumed AS (
              UPDATE operation
                 SET version = version + 1, waiting_cause = NULL, attention = NULL, due_at = now()
               WHERE id = $1 AND status = 'running' AND attention IS NOT NULL
              RETURNING id, subject),
            attempts AS (
              UPDATE operation c SET resumed = true
               WHERE c.parent_id IN (SELECT id FROM resumed) AND c.failure_class = 'attention' AND NOT c.resumed
              RETURNING id),
            told AS (
              INSERT INTO operation_event (operation_id, type)
              SELECT id, subject || '.resumed' FROM resumed
              RETURNING operation_id)
            SELECT 'waited' AS what, b.type, b.waited_for AS label, b.waited AS seconds
              FROM before b WHERE EXISTS (SELECT 1 FROM resumed)
            """.formatted(MeasuredSql.waitsFor("b"), MeasuredSql.waited("b"));

    /** $1 ids: those that have not come to an end. */
    public static final String UNENDED =
            "SELECT id FROM operation WHERE id = ANY($1) AND status IN ('pending', 'running')";

    // ---- waking up ------------------------------------------------------------------------------------------------

    public static final String NOTIFY = "SELECT pg_notify('ktrdr_wake', '')";
}

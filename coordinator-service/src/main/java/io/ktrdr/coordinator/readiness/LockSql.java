package io.ktrdr.coordinator.readiness;

/**
 * How locks are asked for, read and renewed. They are given in the statement that writes a tick's decisions, and end with their
 * operation, by a trigger of the database.
 */
public final class LockSql {
    private LockSql() {}

    /** Whether lock {@code alias} has expired, as {@code l}, the row of the leader, could have heard. $1 milliseconds of a lease. */
    private static String expired(String alias) {
        return "(%1$s.expires_at <= now() AND l.hearing_since <= now() - $1::bigint * interval '1 millisecond')"
                .formatted(alias);
    }

    /** Whether something that operation {@code o} depends on keeps it from beginning. */
    public static final String DEPENDS = """
            EXISTS (SELECT 1 FROM operation_dependency d JOIN operation p ON p.id = d.depends_on
                     WHERE d.operation_id = o.id AND p.status <> 'completed'
                       AND NOT (o.on_dependency_failure = 'run' AND p.status IN ('failed', 'cancelled')))
            """;

    /** What operation {@code o} depends on and will never be completed, if that matters to it. */
    public static final String BROKEN_DEPENDENCY = """
            (SELECT min(p.id) FROM operation_dependency d JOIN operation p ON p.id = d.depends_on
              WHERE d.operation_id = o.id AND o.on_dependency_failure <> 'run' AND p.status IN ('failed', 'cancelled'))
            """;

    /**
     * $1 milliseconds of a lease. Everybody who has locks or wants some. What work would be lost is asked only of those who hold
     * some and want more. A lock has expired only when this coordinator could have heard of its holder for a whole lease: after a
     * restart, or an outage, everybody gets that time anew.
     */
    static final String CLAIMANTS = """
            SELECT o.id, o.type, o.rank, o.status, o.waiting_cause, o.deadlocks,
                   (extract(epoch FROM o.created_at) * 1000)::bigint AS created_ms,
                   k.resources, k.modes, k.held, k.expired,
                   o.status = 'pending' AND %s AS depends,
                   CASE WHEN o.status = 'running' AND false = ANY(k.held) THEN
                     (SELECT (extract(epoch FROM now() - max(coalesce(c.checkpoint_at, c.started_at, c.granted_at))) * 1000)::bigint
                        FROM operation c WHERE c.parent_id = o.id AND c.status = 'running') END AS lost_ms
              FROM (SELECT operation_id, array_agg(resource ORDER BY resource, mode) AS resources,
                           array_agg(mode ORDER BY resource, mode) AS modes,
                           array_agg(token IS NOT NULL ORDER BY resource, mode) AS held,
                           coalesce(bool_or(%s), false) AS expired
                      FROM resource_lock h CROSS JOIN leader_lease l GROUP BY operation_id) k
              JOIN operation o ON o.id = k.operation_id
            """.formatted(DEPENDS, expired("h"));

    /** As {@link #CLAIMANTS}, one row a lock, with what people want to know. */
    static final String HELD = """
            SELECT resource, mode, operation_id, token, granted_at, expires_at FROM resource_lock
             WHERE token IS NOT NULL ORDER BY resource, token
            """;

    /**
     * $1 milliseconds of a lease, $2 attempts that the registry has just called alive. A holder shows life by its job, which is
     * heard of here or by the registry; without one, by being in the hands of this coordinator, $3. One that had expired gets a
     * new token. Written only when a quarter of the lease would be gained.
     */
    static final String RENEW = """
            UPDATE resource_lock k
               SET expires_at = life.until,
                   token = CASE WHEN %s THEN nextval('lock_token') ELSE k.token END
              FROM operation o CROSS JOIN leader_lease l
              LEFT JOIN operation c ON c.parent_id = o.id AND c.status = 'running' AND c.reservation = 'open' AND c.id <> ALL($2)
              LEFT JOIN operation_progress p ON p.operation_id = c.id AND p.token = c.token,
                   LATERAL (SELECT coalesce(greatest(c.granted_at, c.started_at, p.heard_at,
                                                     CASE WHEN c.id IS NOT NULL THEN l.hearing_since END), now())
                                   + $1::bigint * interval '1 millisecond' AS until) life
             WHERE o.id = k.operation_id AND k.token IS NOT NULL
               AND k.expires_at < life.until - $1::bigint * interval '0.25 millisecond' AND l.epoch = $3
            """.formatted(expired("k"));

    /** $1 operation, $2 what it depends on, $3 resources and $4 modes that it wants. */
    static final String ASK = """
            WITH linked AS (
              INSERT INTO operation_dependency (operation_id, depends_on)
              SELECT $1, d.id FROM unnest($2::text[]) AS d(id)
              ON CONFLICT DO NOTHING)
            INSERT INTO resource_lock (operation_id, resource, mode)
            SELECT $1, w.resource, w.mode FROM unnest($3::text[], $4::text[]) AS w(resource, mode)
             WHERE NOT EXISTS (SELECT 1 FROM resource_lock h
                                WHERE h.operation_id = $1 AND h.resource = w.resource AND h.mode IN (w.mode, 'write'))
            ON CONFLICT DO NOTHING
            """;

    /** $1 operation, locked: it has changed, so that nothing is decided about it by what was read before. */
    static final String WANTS_MORE = """
            UPDATE operation SET version = version + 1 WHERE id = $1
            """;

    /** $1 ids: those that there are not. */
    public static final String MISSING = """
            SELECT d.id FROM unnest($1::text[]) AS d(id) WHERE NOT EXISTS (SELECT 1 FROM operation o WHERE o.id = d.id)
            """;

    /** $1 what something depends on, $2 its policy: whether it can begin as far as they are concerned. */
    public static final String OPEN_DEPENDENCIES = """
            SELECT count(*)::int AS open FROM operation p
             WHERE p.id = ANY($1) AND p.status <> 'completed' AND NOT ($2 = 'run' AND p.status IN ('failed', 'cancelled'))
            """;
}

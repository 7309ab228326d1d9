package io.ktrdr.coordinator.telemetry;

/** What a scrape asks the database. */
final class ScrapeSql {
    private ScrapeSql() {}

    /**
     * One row a series: {@code family, a, b, value}. It reads what has not ended, and today's money. Attempts at tasks are
     * left out, as they have the type of their task.
     *
     * <p>Demand is for how many workers there is something to do now: jobs that run; jobs in line, but for those that could
     * not begin anyway, as they wait for locks; and researches that wait for nothing but room, each of which will want a worker
     * for what it has to do first.
     */
    static final String SCRAPE = """
            WITH open AS MATERIALIZED (
              SELECT o.id, o.type, o.parent_id, o.status, o.executor, o.waiting_since, o.queued, o.waiting_cause,
                     coalesce(o.waiting_cause, CASE WHEN o.queued THEN 'capacity' END) AS waits_for
                FROM operation o
               WHERE o.status IN ('pending', 'running') AND NOT (o.of_pool AND o.parent_id IS NOT NULL))
            SELECT 'operations' AS family, type AS a,
                   CASE WHEN waiting_cause = 'needs_attention' THEN 'needs_attention'
                        WHEN queued THEN 'queued'
                        WHEN waiting_cause IS NOT NULL THEN 'waiting'
                        ELSE status END AS b,
                   count(*)::float8 AS value
              FROM open GROUP BY 2, 3
            UNION ALL
            SELECT 'waiting', waits_for, NULL, count(*)::float8 FROM open WHERE waits_for IS NOT NULL GROUP BY 2
            UNION ALL
            SELECT 'oldest', waits_for, NULL, max(extract(epoch FROM now() - waiting_since))::float8
              FROM open WHERE waits_for IS NOT NULL GROUP BY 2
            UNION ALL
            SELECT 'demand', w.type, NULL, count(*)::float8
              FROM (SELECT c.executor AS type
                      FROM open c JOIN operation r ON r.id = c.parent_id
                     WHERE c.executor IN ('training', 'backtesting')
                       AND (c.status = 'running' OR r.waiting_cause IS DISTINCT FROM 'lock')
                    UNION ALL
                    SELECT CASE WHEN EXISTS (SELECT 1 FROM operation t
                                              WHERE t.parent_id = q.id AND t.type = 'training' AND t.status = 'completed')
                                THEN 'backtesting' ELSE 'training' END
                      FROM open q
                     WHERE q.queued AND q.waits_for = 'capacity') w
             GROUP BY 2
            UNION ALL
            SELECT 'charged', NULL, NULL, coalesce(sum(coalesce(actual_usd, estimate_usd)), 0)::float8
              FROM budget_entry WHERE day = (now() AT TIME ZONE 'UTC')::date
            """;
}

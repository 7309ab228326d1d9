package io.ktrdr.coordinator.trial;

/** All SQL that reads the ledger; it is written by the database itself, with whatever ends a research. */
final class TrialSql {
    private TrialSql() {}

    /** What is being tried at this moment: strategies of researches under way. */
    private static final String UNDER_WAY = """
            SELECT d.result -> 'dataset' ->> 'sha256' AS dataset_sha256, d.result -> 'strategy' ->> 'sha256' AS strategy_sha256,
                   (d.result ->> 'seed')::bigint AS seed, c.finished_at AS at
              FROM operation r
              JOIN operation c ON c.parent_id = r.id AND c.type = 'agent_design' AND c.status = 'completed',
                   LATERAL (SELECT readable(c.result) AS result) d
             WHERE r.type = 'agent_research' AND r.status IN ('pending', 'running') AND NOT r.request ? 'holdout'
               AND d.result -> 'dataset' ->> 'sha256' IS NOT NULL AND d.result -> 'strategy' ->> 'sha256' IS NOT NULL
            """;

    /** $1 a dataset, null for all; $2 how many datasets. The one that was tried last first. */
    static final String COUNTS = """
            WITH once AS (
              SELECT dataset_sha256, strategy_sha256, seed, bool_or(backtested) AS backtested, bool_or(ended) AS ended,
                     max(at) AS at
                FROM (SELECT dataset_sha256, strategy_sha256, seed, sharpe_per_bar IS NOT NULL AS backtested, true AS ended,
                             ended_at AS at
                        FROM trial
                      UNION ALL
                      SELECT dataset_sha256, strategy_sha256, seed, false, false, at FROM (%s) under_way) tried
               GROUP BY 1, 2, 3),
            by_dataset AS (
              SELECT dataset_sha256, count(*)::int AS trials, count(*) FILTER (WHERE NOT ended)::int AS under_way,
                     count(*) FILTER (WHERE backtested)::int AS with_returns, max(at) AS at
                FROM once GROUP BY 1
              UNION ALL
              SELECT $1::text, 0, 0, 0, now()
               WHERE $1::text IS NOT NULL AND NOT EXISTS (SELECT 1 FROM once WHERE dataset_sha256 = $1::text)),
            of_symbol AS (
              SELECT b.*, d.symbol || '/' || d.timeframe AS market,
                     CASE WHEN d.symbol IS NULL THEN 0
                          ELSE (sum(b.trials) OVER (PARTITION BY d.symbol) - b.trials)::int END AS elsewhere
                FROM by_dataset b LEFT JOIN dataset d ON d.sha256 = b.dataset_sha256)
            SELECT o.*, (SELECT count(*)::int FROM holdout_reading h WHERE h.dataset_sha256 = o.dataset_sha256)
                        AS holdout_readings
              FROM of_symbol o
             WHERE $1::text IS NULL OR o.dataset_sha256 = $1::text
             ORDER BY o.at DESC, o.dataset_sha256
             LIMIT $2
            """.formatted(UNDER_WAY);

    /** $1 a dataset: what has been backtested on it, each once however often it was run, the newest first. */
    static final String BACKTESTED = """
            SELECT * FROM (
              SELECT DISTINCT ON (strategy_sha256, seed) *
                FROM trial
               WHERE dataset_sha256 = $1 AND sharpe_per_bar IS NOT NULL AND bars >= 2 AND bars_per_year > 0
                 AND skewness IS NOT NULL AND kurtosis IS NOT NULL
               ORDER BY strategy_sha256, seed, ended_at, research_id) first
             ORDER BY ended_at DESC, research_id
            """;

    /** $1 a dataset, null for all; $2 how many, the newest first. */
    static final String NEWEST = """
            SELECT t.*, d.symbol || '/' || d.timeframe AS market
              FROM trial t LEFT JOIN dataset d ON d.sha256 = t.dataset_sha256
             WHERE $1::text IS NULL OR t.dataset_sha256 = $1::text
             ORDER BY t.ended_at DESC, t.research_id
             LIMIT $2
            """;

    /** $1 the operation of a reading: of all readings of the same held out data, which one it is. */
    static final String READING = """
            SELECT count(*)::int AS number
              FROM holdout_reading h JOIN holdout_reading own ON own.dataset_sha256 = h.dataset_sha256
             WHERE own.operation_id = $1 AND (h.asked_at, h.operation_id) <= (own.asked_at, own.operation_id)
            """;
}

package io.ktrdr.coordinator.budget;

import io.ktrdr.coordinator.operation.OperationSql;

/** All SQL of the ledger, but for what operations are still expected to spend. Days are UTC; the time is the database's. */
final class LedgerSql {
    private LedgerSql() {}

    private static final String UTC_DAY = "(now() AT TIME ZONE 'UTC')::date";

    /**
     * $1 operation, $2 epoch, $3 number of the call, $4 model, $5 estimate. No row: the operation is no longer this
     * coordinator's to run, or the call has been settled. The day is that of the first reservation.
     */
    static final String RESERVE = """
            INSERT INTO budget_entry (operation_id, root_id, purpose, call_number, model, day, estimate_usd)
            SELECT o.id, coalesce(o.parent_id, o.id), o.type, $3, $4, %s, $5
              FROM operation o JOIN leader_lease l ON l.epoch = $2
             WHERE o.id = $1 AND o.epoch = $2 AND o.status = 'running'
            ON CONFLICT (operation_id, call_number) DO UPDATE SET estimate_usd = excluded.estimate_usd
             WHERE budget_entry.settled_at IS NULL
            RETURNING id
            """.formatted(UTC_DAY);

    static final String TOKENS_TODAY = """
            SELECT model, sum(input_tokens + output_tokens + cache_read_tokens + cache_write_tokens)::bigint AS tokens
              FROM budget_entry WHERE day = %s AND output_tokens > 0
             GROUP BY model
            """.formatted(UTC_DAY);

    /** $1 operation, $2 number of the call, $3 US dollars, $4 to $7 tokens. What was spent was spent: in any epoch. */
    static final String SETTLE = """
            UPDATE budget_entry
               SET actual_usd = $3, input_tokens = $4, output_tokens = $5, cache_read_tokens = $6,
                   cache_write_tokens = $7, settled_at = now()
             WHERE operation_id = $1 AND call_number = $2 AND settled_at IS NULL
            """;

    /**
     * What an operation of a kind cost, whole, calls without use included: the median of the newest twenty that asked a
     * model, as far as they are among the newest 200 calls. Null when none did.
     */
    private static String usualCost(String purpose) {
        return """
                (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY usd)
                   FROM (SELECT sum(c.actual_usd) AS usd
                           FROM (SELECT id, operation_id, actual_usd FROM budget_entry
                                  WHERE purpose = '%s' AND output_tokens > 0
                                  ORDER BY id DESC LIMIT 200) c
                          GROUP BY c.operation_id
                          ORDER BY max(c.id) DESC LIMIT 20) newest)
                """.formatted(purpose);
    }

    /** In one snapshot, so that a call that is charged just now is in one of the two, and not in both. */
    static final String TODAY = """
            SELECT entries.*, steps.*, %1$s AS day,
                   extract(epoch FROM now() AT TIME ZONE 'UTC' - %1$s) / 86400 AS share_gone,
                   %2$s AS usual_design, %3$s AS usual_assessment, %4$s AS usual_general
              FROM (SELECT coalesce(sum(actual_usd), 0) AS spent,
                           coalesce(sum(estimate_usd) FILTER (WHERE settled_at IS NULL), 0) AS reserved
                      FROM budget_entry WHERE day = %1$s) entries, (%5$s) steps
            """.formatted(
                    UTC_DAY,
                    usualCost("agent_design"),
                    usualCost("agent_assessment"),
                    usualCost("general"),
                    OperationSql.EXPECTED_TO_ASK);

    static final String CHARGED_TODAY = """
            SELECT coalesce(sum(CASE WHEN settled_at IS NULL THEN estimate_usd ELSE actual_usd END), 0) AS usd
              FROM budget_entry WHERE day = %s
            """.formatted(UTC_DAY);

    private static final String SUMS = """
            count(*) AS calls, coalesce(sum(b.input_tokens), 0)::bigint AS input_tokens,
            coalesce(sum(b.output_tokens), 0)::bigint AS output_tokens,
            coalesce(sum(b.cache_read_tokens), 0)::bigint AS cache_read_tokens,
            coalesce(sum(b.cache_write_tokens), 0)::bigint AS cache_write_tokens,
            coalesce(sum(b.actual_usd), 0) AS usd,
            coalesce(sum(b.estimate_usd) FILTER (WHERE b.settled_at IS NULL), 0) AS unsettled_usd
            """;

    private static final String DEAREST_FIRST = "sum(coalesce(b.actual_usd, b.estimate_usd)) DESC, 1";

    /** $1 how many days, today included. */
    private static final String WINDOW = "b.day > " + UTC_DAY + " - $1::int";

    static final String TOTAL =
            "SELECT 'total' AS key, 'total' AS label, %s FROM budget_entry b WHERE %s".formatted(SUMS, WINDOW);

    /** $1 how many days, $2 how many rows. Newest first. */
    static final String BY_DAY = """
            SELECT b.day::text AS key, b.day::text AS label, %s
              FROM budget_entry b
             WHERE %s
             GROUP BY b.day
             ORDER BY b.day DESC
             LIMIT $2
            """.formatted(SUMS, WINDOW);

    /** $1 how many days, $2 how many rows. Dearest first. */
    static final String BY_MODEL = """
            SELECT b.model AS key, b.model AS label, %s
              FROM budget_entry b
             WHERE %s
             GROUP BY b.model
             ORDER BY %s
             LIMIT $2
            """.formatted(SUMS, WINDOW, DEAREST_FIRST);

    /** $1 how many days, $2 how many rows. Dearest first; a task is labelled with its type. */
    static final String BY_RESEARCH = """
            SELECT o.id AS key, coalesce(o.request ->> 'brief', o.type) AS label, %s
              FROM budget_entry b JOIN operation o ON o.id = b.root_id
             WHERE %s
             GROUP BY o.id
             ORDER BY %s
             LIMIT $2
            """.formatted(SUMS, WINDOW, DEAREST_FIRST);
}

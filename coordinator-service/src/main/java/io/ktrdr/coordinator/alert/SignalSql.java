package io.ktrdr.coordinator.alert;

import io.ktrdr.alerts.rule.Signal;
import io.ktrdr.coordinator.budget.BudgetLedger;

/** What rules read of the coordinator's tables, each as rows of signal, subject, value and detail. */
final class SignalSql {
    private SignalSql() {}

    private static final String ATTENTION = """
            SELECT '%s'::text AS signal, id AS subject, 1::float8 AS value,
                   type || ' ' || id || ' needs attention: ' || attention AS detail
              FROM operation WHERE attention IS NOT NULL
            """.formatted(Signal.OPERATION_NEEDS_ATTENTION.wireName());

    /**
     * Beyond its expiry counts only while this coordinator could have heard of the holder. $1 milliseconds that a lock may be
     * held, $2 of its lease.
     */
    private static final String LOCKS = """
            SELECT '%s', operation_id || ' ' || resource,
                   greatest(CASE WHEN expired THEN extract(epoch FROM now() - expires_at) ELSE 0 END,
                            extract(epoch FROM now() - granted_at - $1::bigint * interval '1 millisecond')),
                   operation_id || ' holds the ' || mode || ' lock on ' || resource
                     || CASE WHEN expires_at <= now() THEN ' beyond its expiry' ELSE ' for very long' END
              FROM (SELECT k.*, k.expires_at <= now()
                                  AND l.hearing_since <= now() - $2::bigint * interval '1 millisecond' AS expired
                      FROM resource_lock k CROSS JOIN leader_lease l
                     WHERE k.token IS NOT NULL) k
             WHERE expired OR granted_at <= now() - $1::bigint * interval '1 millisecond'
            """.formatted(Signal.LOCK_OVERDUE.wireName());

    /** $3 US dollars a day, null when nothing is limited. */
    private static final String BUDGET = """
            SELECT '%s', 'budget', CASE WHEN $3 = 0 THEN 1 ELSE usd / $3 END,
                   round(usd, 2) || ' of ' || round($3, 2) || ' US dollars'
              FROM (%s) today WHERE $3::numeric IS NOT NULL
            """.formatted(Signal.BUDGET_USED.wireName(), BudgetLedger.CHARGED_TODAY);

    /**
     * The fullest call of the last quarter of an hour, for each kind of operation and model. $4 models whose context is known,
     * $5 its size in tokens.
     */
    private static final String CONTEXT = """
            SELECT '%s', purpose || ' with ' || model, used::float8 / size,
                   used || ' of ' || size || ' tokens in ' || operation_id
              FROM (SELECT DISTINCT ON (b.purpose, b.model) b.purpose, b.model, b.operation_id, w.size,
                           b.input_tokens + b.output_tokens + b.cache_read_tokens + b.cache_write_tokens AS used
                      FROM unnest($4::text[], $5::bigint[]) w (model, size) JOIN budget_entry b ON b.model = w.model
                     WHERE b.day >= (now() AT TIME ZONE 'UTC')::date - 1 AND b.output_tokens > 0
                       AND b.settled_at > now() - interval '15 min'
                     ORDER BY b.purpose, b.model, used DESC) fullest
            """.formatted(Signal.AGENT_CONTEXT_USED.wireName());

    /** $6 places for researches, $7 for tasks. */
    private static final String QUEUES = """
            SELECT '%s', kind, waiting::float8 / greatest(places, 1), waiting || ' of ' || places || ' places are taken'
              FROM (SELECT 'researches' AS kind, count(*) AS waiting, $6::int AS places
                      FROM operation WHERE queued AND status = 'pending'
                     UNION ALL
                    SELECT 'tasks', count(*), $7::int
                      FROM operation WHERE of_pool AND parent_id IS NULL AND status = 'pending') queues
            """.formatted(Signal.QUEUE_USED.wireName());

    static final String ALL = String.join(" UNION ALL ", ATTENTION, LOCKS, BUDGET, CONTEXT, QUEUES);
}

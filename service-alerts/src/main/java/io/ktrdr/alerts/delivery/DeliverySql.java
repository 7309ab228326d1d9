package io.ktrdr.alerts.delivery;

/** All SQL of messages on their way. */
final class DeliverySql {
    private DeliverySql() {}

    /**
     * Takes messages that are due: nobody else does while they are leased, and if this process dies they are due again. Of one
     * alert and channel that it was raised goes first. What nobody could deliver in a day, as its channel is not configured
     * any more, is given up.
     *
     * <p>$1 channels, $2 how many, $3 milliseconds of the lease.
     */
    static final String CLAIM = """
            WITH given_up AS (
              UPDATE alert_delivery
                 SET failed_at = now(), last_error = coalesce(last_error, 'its channel is not configured any more')
               WHERE delivered_at IS NULL AND failed_at IS NULL AND created_at < now() - interval '25 h'),
            due AS (
              SELECT delivery_id FROM alert_delivery d
               WHERE delivered_at IS NULL AND failed_at IS NULL AND next_at <= now()
                 AND created_at >= now() - interval '25 h' AND channel = ANY($1::text[])
                 AND (event = 'raised'
                      OR NOT EXISTS (SELECT 1 FROM alert_delivery r
                                      WHERE r.alert_id = d.alert_id AND r.channel = d.channel AND r.event = 'raised'
                                        AND r.delivered_at IS NULL AND r.failed_at IS NULL))
               ORDER BY next_at, delivery_id LIMIT $2 FOR UPDATE SKIP LOCKED)
            UPDATE alert_delivery d SET attempts = attempts + 1, next_at = now() + $3::bigint * interval '1 millisecond'
              FROM due, alert a
             WHERE d.delivery_id = due.delivery_id AND a.alert_id = d.alert_id
            RETURNING d.delivery_id, d.channel, d.event, d.attempts, a.alert_id, a.rule, a.severity, a.subject, a.message,
                      a.value, a.raised_at, a.resolved_at
            """;

    /** $1 which. By whoever: it was. */
    static final String DELIVERED = """
            UPDATE alert_delivery SET delivered_at = now(), last_error = NULL, failed_at = NULL
             WHERE delivery_id = $1 AND delivered_at IS NULL
            """;

    /**
     * $1 which, $2 the attempt that failed, $3 milliseconds until the next one, $4 why, $5 most attempts. Who never heard that
     * an alert was raised need not hear that it is resolved.
     */
    static final String FAILED = """
            WITH failed AS (
              UPDATE alert_delivery
                 SET next_at = now() + $3::bigint * interval '1 millisecond', last_error = $4,
                     failed_at = CASE WHEN attempts >= $5 THEN now() END
               WHERE delivery_id = $1 AND attempts = $2 AND delivered_at IS NULL
              RETURNING alert_id, channel, event, failed_at)
            UPDATE alert_delivery r SET failed_at = now(), last_error = 'nobody heard that it was raised'
              FROM failed f
             WHERE f.failed_at IS NOT NULL AND f.event = 'raised' AND r.event = 'resolved'
               AND r.alert_id = f.alert_id AND r.channel = f.channel AND r.delivered_at IS NULL
            """;
}

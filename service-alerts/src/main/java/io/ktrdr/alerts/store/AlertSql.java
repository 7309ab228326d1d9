package io.ktrdr.alerts.store;

/** All SQL that raises, resolves and shows alerts. */
final class AlertSql {
    private AlertSql() {}

    /** A service's query, and the book, as of one moment; the time is the database's. */
    static String read(SignalQuery query) {
        return """
                SELECT 'reading' AS kind, signal AS name, subject, value::float8 AS value, detail AS text,
                       NULL::timestamptz AS at
                  FROM (%s) signals
                UNION ALL
                SELECT 'active', rule, subject, NULL, alert_id, NULL FROM alert WHERE resolved_at IS NULL
                UNION ALL
                SELECT 'pending', rule, subject, NULL, NULL, since FROM alert_pending
                UNION ALL
                SELECT 'now', NULL, NULL, NULL, NULL, now()
                """.formatted(query.sql());
    }

    /**
     * An evaluation, whole, with the messages that it causes. Whoever resolves tells those who were told that it was raised.
     *
     * <p>$1 for the fence; $2 to $8 what is raised: id, rule, severity, subject, message, value, since when; $9 ids of what is
     * resolved; $10, $11 conditions that begin to be met, by rule and subject; $12, $13 those that are dropped; $14, $15
     * channels and the rank of the least severity that they take; $16 names of severities from least to most.
     */
    static String write(Fence fence) {
        return """
                WITH fence AS (SELECT 1 WHERE %s),
                raised AS (
                  INSERT INTO alert (alert_id, rule, severity, subject, message, value, pending_since)
                  SELECT n.* FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::float8[],
                                         $8::timestamptz[]) n, fence
                  ON CONFLICT (rule, subject) WHERE resolved_at IS NULL DO NOTHING
                  RETURNING alert_id, severity),
                resolved AS (
                  UPDATE alert SET resolved_at = now()
                    FROM fence
                   WHERE alert_id = ANY($9::text[]) AND resolved_at IS NULL
                  RETURNING alert_id),
                begun AS (
                  INSERT INTO alert_pending (rule, subject, since)
                  SELECT n.*, now() FROM unnest($10::text[], $11::text[]) n, fence
                  ON CONFLICT DO NOTHING),
                dropped AS (
                  DELETE FROM alert_pending p USING unnest($12::text[], $13::text[]) n (rule, subject), fence
                   WHERE p.rule = n.rule AND p.subject = n.subject),
                told AS (
                  INSERT INTO alert_delivery (alert_id, channel, event)
                  SELECT r.alert_id, c.channel, 'raised'
                    FROM raised r JOIN unnest($14::text[], $15::int[]) c (channel, least)
                      ON c.least <= array_position($16::text[], r.severity)
                  UNION ALL
                  SELECT d.alert_id, d.channel, 'resolved'
                    FROM resolved r JOIN alert_delivery d ON d.alert_id = r.alert_id AND d.event = 'raised'
                   WHERE d.failed_at IS NULL
                  ON CONFLICT DO NOTHING)
                SELECT (SELECT count(*) FROM raised) + (SELECT count(*) FROM resolved) AS changed
                """.formatted(fence.sql());
    }

    private static final String VIEW = """
            SELECT a.*,
                   (SELECT jsonb_agg(jsonb_build_object(
                               'delivery_id', d.delivery_id, 'channel', d.channel, 'event', d.event,
                               'attempts', d.attempts, 'delivered_at', d.delivered_at, 'failed_at', d.failed_at,
                               'last_error', d.last_error) ORDER BY d.event, d.channel)
                      FROM alert_delivery d WHERE d.alert_id = a.alert_id) AS deliveries
              FROM alert a
            """;

    /** $1 a state, null for all; $2 how many. */
    static final String LIST = VIEW + """
             WHERE CASE $1::text WHEN 'active' THEN resolved_at IS NULL
                                 WHEN 'resolved' THEN resolved_at IS NOT NULL
                                 WHEN 'acknowledged' THEN resolved_at IS NULL AND acknowledged_at IS NOT NULL
                                 ELSE true END
             ORDER BY raised_at DESC, alert_id LIMIT $2
            """;

    /** $1 its id. */
    static final String ONE = VIEW + " WHERE alert_id = $1";

    /** $1 its id, $2 by whom, $3 what he says. The first one stands. */
    static final String ACKNOWLEDGE = """
            UPDATE alert SET acknowledged_at = now(), acknowledged_by = $2, note = $3
             WHERE alert_id = $1 AND resolved_at IS NULL AND acknowledged_at IS NULL
            """;
}

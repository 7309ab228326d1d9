package io.ktrdr.coordinator.alert;

import io.ktrdr.contracts.alert.AlertList;
import io.ktrdr.contracts.alert.AlertView;
import io.ktrdr.coordinator.readiness.SchedulingConfig;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Raised once for as long as what they are about stands, and resolved when it does not any more. */
@Singleton
public final class Alerts {
    private static final Logger LOG = Logger.getLogger(Alerts.class);

    /** What stands now, against what has been raised. $1 epoch of whoever judges, $2 milliseconds that a lock may be held, $3 of its lease. */
    private static final String JUDGE = """
            WITH standing AS (
              SELECT 'needs_attention' AS rule, 'critical' AS severity, id AS subject,
                     type || ' ' || id || ' needs attention: ' || attention AS message
                FROM operation WHERE attention IS NOT NULL
              UNION ALL
              SELECT 'lock_held_too_long', 'warning', operation_id || ' ' || resource,
                     operation_id || ' holds the ' || mode || ' lock on ' || resource
                       || CASE WHEN k.expires_at <= now() THEN ' beyond its expiry' ELSE ' for very long' END
                FROM resource_lock k CROSS JOIN leader_lease l
               WHERE token IS NOT NULL
                 AND (k.expires_at <= now() AND l.hearing_since <= now() - $3::bigint * interval '1 millisecond'
                      OR granted_at <= now() - $2::bigint * interval '1 millisecond')),
            raised AS (
              INSERT INTO alert (alert_id, rule, severity, subject, message)
              SELECT 'alert_' || replace(gen_random_uuid()::text, '-', ''), rule, severity, subject, message
                FROM standing
               WHERE EXISTS (SELECT 1 FROM leader_lease WHERE epoch = $1)
              ON CONFLICT (rule, subject) WHERE resolved_at IS NULL DO NOTHING
              RETURNING message, true AS raised),
            resolved AS (
              UPDATE alert a SET resolved_at = now()
               WHERE a.resolved_at IS NULL
                 AND NOT EXISTS (SELECT 1 FROM standing s WHERE s.rule = a.rule AND s.subject = a.subject)
                 AND EXISTS (SELECT 1 FROM leader_lease WHERE epoch = $1)
              RETURNING a.message, false AS raised)
            SELECT * FROM raised UNION ALL SELECT * FROM resolved
            """;

    /** $1 whether active ones only, or resolved ones only; null for all. */
    private static final String LIST = """
            SELECT * FROM alert WHERE $1::boolean IS NULL OR (resolved_at IS NULL) = $1
             ORDER BY raised_at DESC, alert_id LIMIT 500
            """;

    private final Database database;
    private final SchedulingConfig config;

    Alerts(Database database, SchedulingConfig config) {
        this.database = database;
        this.config = config;
    }

    /** One statement, however much stands. */
    public Uni<Void> judge(long epoch) {
        return database.execute(
                        JUDGE,
                        Tuple.of(
                                epoch,
                                config.lockHeldTooLong().toMillis(),
                                config.lockLease().toMillis()))
                .invoke(rows -> rows.forEach(Alerts::tell))
                .replaceWithVoid();
    }

    private static void tell(Row row) {
        if (row.getBoolean("raised")) {
            LOG.warnf("Alert: %s", row.getString("message"));
        } else {
            LOG.infof("Resolved: %s", row.getString("message"));
        }
    }

    Uni<AlertList> list(@Nullable Boolean active) {
        return database.execute(LIST, Tuple.of(active)).map(rows -> {
            List<AlertView> alerts = new ArrayList<>();
            rows.forEach(row -> alerts.add(view(row)));
            return new AlertList(alerts);
        });
    }

    private static AlertView view(Row row) {
        OffsetDateTime resolvedAt = row.getOffsetDateTime("resolved_at");
        return new AlertView(
                row.getString("alert_id"),
                row.getString("rule"),
                row.getString("severity"),
                row.getString("subject"),
                row.getString("message"),
                resolvedAt == null ? "active" : "resolved",
                row.getOffsetDateTime("raised_at").toInstant(),
                resolvedAt == null ? null : resolvedAt.toInstant());
    }
}

package io.ktrdr.alerts.store;

import io.ktrdr.alerts.rule.Signal;
import io.ktrdr.contracts.WireName;
import io.ktrdr.contracts.alert.AlertDelivery;
import io.ktrdr.contracts.alert.AlertView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as people see them. */
final class AlertRows {
    private AlertRows() {}

    static AlertView view(Row row, Signal.Service service) {
        Instant resolvedAt = instant(row.getOffsetDateTime("resolved_at"));
        return new AlertView(
                row.getString("alert_id"),
                row.getString("rule"),
                row.getString("severity"),
                row.getString("subject"),
                row.getString("message"),
                resolvedAt == null ? "active" : "resolved",
                row.getDouble("value"),
                row.getOffsetDateTime("raised_at").toInstant(),
                resolvedAt,
                instant(row.getOffsetDateTime("acknowledged_at")),
                row.getString("acknowledged_by"),
                row.getString("note"),
                WireName.of(service),
                deliveries(row.getJsonArray("deliveries")));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static List<AlertDelivery> deliveries(@Nullable JsonArray array) {
        return array == null
                ? List.of()
                : array.stream()
                        .map(JsonObject.class::cast)
                        .map(AlertRows::delivery)
                        .toList();
    }

    private static AlertDelivery delivery(JsonObject one) {
        return new AlertDelivery(
                one.getString("delivery_id"),
                one.getString("channel"),
                one.getString("event"),
                one.getInteger("attempts"),
                parsed(one.getString("delivered_at")),
                parsed(one.getString("failed_at")),
                one.getString("last_error"));
    }

    private static @Nullable Instant parsed(@Nullable String time) {
        return time == null ? null : OffsetDateTime.parse(time).toInstant();
    }
}

package io.ktrdr.registry.health;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Health as it is stored beside a worker. */
public final class HealthRows {
    private HealthRows() {}

    /** From the columns of the table worker. */
    public static Recovery recovery(Row row) {
        String trouble = row.getString("recovery_trouble");
        return new Recovery(
                RecoveryState.ofStored(row.getString("recovery_state")),
                trouble == null ? null : Trouble.ofStored(trouble),
                row.getString("recovery_reason"),
                row.getInteger("recovery_round"),
                Objects.requireNonNull(instant(row, "recovery_since")),
                instant(row, "recovery_until"),
                row.getString("recovery_incarnation"),
                instant(row, "slow_since"));
    }

    /** From the columns of the table worker_record, which may have no row. */
    public static WorkerRecord record(Row row) {
        String outcomes = row.getString("outcomes");
        if (outcomes == null) {
            return WorkerRecord.NEW;
        }
        Breaker breaker = new Breaker(
                row.getInteger("breaker_failures"),
                row.getInteger("breaker_successes"),
                instant(row, "breaker_opened_at"));
        return new WorkerRecord(breaker, outcomes, row.getLong("counted"));
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime value = row.getOffsetDateTime(column);
        return value == null ? null : value.toInstant();
    }
}

package io.ktrdr.coordinator.telemetry;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a statement has brought to an end, and how long that had lasted by the database's clock. Told after the commit, by
 * the process that committed: so it counts once, whoever leads. Statements return it in the columns {@code what, type,
 * label, seconds}.
 *
 * @param type  of the operation
 * @param label what it waited for, how it ended, or what came of it; null where that goes without saying
 */
public record Measurement(What what, String type, @Nullable String label, double seconds) {

    /** As statements call it. */
    public enum What {
        /** An operation stood still, and does not any more, or for another reason. */
        WAITED,
        ENDED,
        /** A step's first answer "started" after the end of the step before. */
        HANDED_OFF,
        /** Got all locks that it asked for. */
        GOT_LOCKS,
        /** Gave its locks back because it stood in a circle with others. */
        DEADLOCK,
        /** A research that had a strategy to try has ended. */
        TRIAL
    }

    /** Rows that tell of something else are left out. */
    public static List<Measurement> of(RowSet<Row> rows) {
        List<Measurement> measurements = new ArrayList<>();
        for (Row row : rows) {
            What what = what(row.getString("what"));
            if (what != null) {
                measurements.add(new Measurement(
                        what,
                        row.getString("type"),
                        row.getString("label"),
                        Objects.requireNonNullElse(row.getDouble("seconds"), 0.0)));
            }
        }
        return measurements;
    }

    private static @Nullable What what(@Nullable String word) {
        return switch (word) {
            case "waited" -> What.WAITED;
            case "ended" -> What.ENDED;
            case "handed_off" -> What.HANDED_OFF;
            case "got_locks" -> What.GOT_LOCKS;
            case "deadlock" -> What.DEADLOCK;
            case "trial" -> What.TRIAL;
            case null, default -> null;
        };
    }
}

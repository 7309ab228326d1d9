package io.ktrdr.database;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Rows as arrays of their columns, for {@code unnest}: many rows in one statement. */
public final class Columns {
    private Columns() {}

    /** One column, in the order of the rows. */
    public static <T, C> @Nullable C[] of(
            List<T> rows, Function<T, @Nullable C> value, IntFunction<@Nullable C[]> array) {
        return rows.stream().map(value).toArray(array);
    }

    /** As the driver wants a {@code timestamptz}. */
    public static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}

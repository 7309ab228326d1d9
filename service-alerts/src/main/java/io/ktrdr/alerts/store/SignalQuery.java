package io.ktrdr.alerts.store;

import io.ktrdr.alerts.rule.Signal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a service reads from its tables.
 *
 * @param sql        a query of signal, subject, value and detail; signals by their names
 * @param parameters of the query, from {@code $1} on
 * @param signals    all that it reads: one without a row has no subjects
 */
public record SignalQuery(String sql, List<@Nullable Object> parameters, List<Signal> signals) {
    /** Nothing is read from tables. */
    public static final SignalQuery NOTHING = new SignalQuery(
            "SELECT NULL::text AS signal, NULL::text AS subject, NULL::float8 AS value, NULL::text AS detail WHERE false",
            List.of(),
            List.of());

    public SignalQuery {
        signals = List.copyOf(signals);
    }
}

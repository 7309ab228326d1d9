package io.ktrdr.coordinator.operation;

/** What statements return for {@link io.ktrdr.coordinator.telemetry.Measurement}: {@code what, type, label, seconds}. */
final class MeasuredSql {
    private MeasuredSql() {}

    /** What operation {@code %1$s} waits for, as far as it does. In line for its turn it waits for room. */
    private static final String WAITS_FOR = "coalesce(%1$s.waiting_cause, CASE WHEN %1$s.queued THEN 'capacity' END)";

    static String waitsFor(String operation) {
        return WAITS_FOR.formatted(operation);
    }

    /** How an operation that has just been changed ended. Attempts at tasks are left out: they have the type of their task. */
    static final String ENDED = """
            CASE WHEN of_pool AND parent_id IS NOT NULL THEN 'attempt' ELSE 'ended' END AS what, type, status AS label,
            extract(epoch FROM finished_at - coalesce(started_at, granted_at, finished_at))::float8 AS seconds
            """;

    /** Since when operation {@code %1$s} has waited, until now, in seconds. */
    static String waited(String operation) {
        return "extract(epoch FROM statement_timestamp() - %s.waiting_since)::float8".formatted(operation);
    }

    /**
     * How long ago the newest of a research's steps ended that had run, in seconds; null when none has, or for tasks. Results
     * taken over from another research have not run in this one.
     */
    static String sinceLastStep(String parentId) {
        return """
                (SELECT extract(epoch FROM statement_timestamp() - max(p.finished_at))::float8 FROM operation p
                  WHERE p.parent_id = %s AND NOT p.of_pool AND p.finished_at IS NOT NULL
                    AND (p.epoch IS NOT NULL OR p.token IS NOT NULL))
                """.formatted(parentId);
    }
}

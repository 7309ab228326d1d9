package io.ktrdr.alerts.store;

/**
 * Who may write an evaluation, as a condition in SQL in which {@code $1} is {@code value}. What somebody found who was
 * overtaken meanwhile is not written.
 */
public record Fence(String sql, long value) {
    /** Everybody who evaluates finds the same, and may. */
    public static final Fence NONE = new Fence("$1::bigint = 0", 0);
}

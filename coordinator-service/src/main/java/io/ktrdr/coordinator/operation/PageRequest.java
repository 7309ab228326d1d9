package io.ktrdr.coordinator.operation;

import io.ktrdr.contracts.WireName;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.edge.QueryParameters;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a long list is asked for.
 *
 * @param limit most items, 1..500
 * @param after where the page before ended; null for the first
 */
public record PageRequest(int limit, @Nullable Cursor after) {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;

    /** @throws ProblemException naming the parameter that is wrong */
    public static PageRequest of(@Nullable String limit, @Nullable String cursor) {
        return new PageRequest(
                QueryParameters.wholeNumber("limit", limit, MAX_LIMIT, DEFAULT_LIMIT),
                cursor == null ? null : Cursor.parse(cursor));
    }

    /**
     * The wire name of one of the constants.
     *
     * @throws ProblemException naming the allowed ones
     */
    public static <E extends Enum<E>> @Nullable String oneOf(Class<E> type, String field, @Nullable String name) {
        if (name == null) {
            return null;
        }
        try {
            return WireName.of(WireName.parse(type, name));
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(field, "must be one of " + WireName.allowed(type));
        }
    }
}

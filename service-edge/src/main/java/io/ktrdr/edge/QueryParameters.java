package io.ktrdr.edge;

import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.problem.Violation;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The query part of a request. */
public final class QueryParameters {
    private QueryParameters() {}

    /**
     * A filter that nobody reads would silently return too much.
     *
     * @throws ProblemException {@code invalid_request} naming each unknown one
     */
    public static void allowOnly(UriInfo uri, String... known) {
        List<String> names = Arrays.asList(known);
        List<Violation> unknown = uri.getQueryParameters().keySet().stream()
                .filter(name -> !names.contains(name))
                .sorted()
                .map(name -> new Violation(
                        name,
                        names.isEmpty()
                                ? "unknown parameter; none is known here"
                                : "unknown parameter; known are " + String.join(", ", names)))
                .toList();
        if (!unknown.isEmpty()) {
            throw ProblemException.invalid(unknown);
        }
    }

    /**
     * A whole number from 1 to {@code max}; {@code otherwise} when none is given.
     *
     * @throws ProblemException {@code invalid_request} naming the parameter
     */
    public static int wholeNumber(String name, @Nullable String text, int max, int otherwise) {
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw ProblemException.invalid(name, "must be a whole number from 1 to " + max);
    }
}

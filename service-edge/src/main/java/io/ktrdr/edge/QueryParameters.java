package io.ktrdr.edge;

import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.problem.Violation;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;

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
}

package io.ktrdr.coordinator.library;

import io.ktrdr.contracts.WireName;
import io.ktrdr.contracts.memory.HypothesisStatus;
import io.ktrdr.contracts.memory.MemoryApi;
import io.ktrdr.contracts.memory.MemoryKind;
import io.ktrdr.contracts.memory.MemoryList;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.coordinator.assess.Verdict;
import io.ktrdr.edge.QueryParameters;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The memory as people search it. */
final class MemoryResource implements MemoryApi {
    private static final int LONGEST_QUERY = 500;
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;

    private final MemorySearch search;
    private final UriInfo uri;

    MemoryResource(MemorySearch search, UriInfo uri) {
        this.search = search;
        this.uri = uri;
    }

    @Override
    public Uni<MemoryList> search(
            @Nullable String q, @Nullable String kind, @Nullable String status, @Nullable String limit) {
        QueryParameters.allowOnly(uri, "q", "kind", "status", "limit");
        return search.search(
                words(q),
                kind == null ? null : oneOf("kind", kind, names(MemoryKind.class)),
                status == null ? null : oneOf("status", status, statuses(kind)),
                QueryParameters.wholeNumber("limit", limit, MAX_LIMIT, DEFAULT_LIMIT));
    }

    private static String words(@Nullable String q) {
        if (q == null || q.isBlank()) {
            throw ProblemException.invalid("q", "is required: the words to look for");
        }
        if (q.codePointCount(0, q.length()) > LONGEST_QUERY) {
            throw ProblemException.invalid("q", "must have at most " + LONGEST_QUERY + " characters");
        }
        if (q.indexOf('\0') >= 0) {
            throw ProblemException.invalid("q", "must be text");
        }
        return q;
    }

    /** Those that a thing of this kind can have. */
    private static List<String> statuses(@Nullable String kind) {
        List<String> statuses = new ArrayList<>();
        if (!MemoryKind.HYPOTHESIS.wireName().equals(kind)) {
            statuses.addAll(names(Verdict.class));
        }
        if (!MemoryKind.EXPERIMENT.wireName().equals(kind)) {
            statuses.addAll(names(HypothesisStatus.class));
        }
        return statuses;
    }

    private static <E extends Enum<E>> List<String> names(Class<E> type) {
        return Stream.of(type.getEnumConstants()).map(WireName::of).toList();
    }

    private static String oneOf(String field, String name, List<String> allowed) {
        if (!allowed.contains(name)) {
            throw ProblemException.invalid(field, "must be one of " + String.join(", ", allowed));
        }
        return name;
    }
}

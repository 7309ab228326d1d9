package io.ktrdr.coordinator.budget;

import io.ktrdr.contracts.WireName;
import io.ktrdr.contracts.budget.BudgetApi;
import io.ktrdr.contracts.budget.BudgetReport;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.edge.QueryParameters;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** What was spent on what, as people ask for it. */
final class BudgetResource implements BudgetApi {
    private static final int DEFAULT_DAYS = 30;
    private static final int MAX_DAYS = 366;
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;

    private final SpendingReport report;
    private final UriInfo uri;

    BudgetResource(SpendingReport report, UriInfo uri) {
        this.report = report;
        this.uri = uri;
    }

    @Override
    public Uni<BudgetReport> report(@Nullable String by, @Nullable String days, @Nullable String limit) {
        QueryParameters.allowOnly(uri, "by", "days", "limit");
        Grouping grouping = grouping(by);
        return report.of(
                grouping,
                QueryParameters.wholeNumber("days", days, MAX_DAYS, DEFAULT_DAYS),
                QueryParameters.wholeNumber(
                        "limit", limit, MAX_LIMIT, grouping == Grouping.DAY ? MAX_LIMIT : DEFAULT_LIMIT));
    }

    private static Grouping grouping(@Nullable String by) {
        try {
            return by == null ? Grouping.DAY : WireName.parse(Grouping.class, by);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("by", "must be one of " + WireName.allowed(Grouping.class));
        }
    }
}

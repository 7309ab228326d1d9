package io.ktrdr.contracts.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ktrdr.contracts.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of an {@code application/problem+json} answer (RFC 9457).
 *
 * @param violations for {@code invalid_request}: each field that is wrong
 * @param active     for {@code at_capacity}: how many researches are active
 * @param limit      for {@code at_capacity} and {@code queue_full}: how many there may be
 * @param remaining  for {@code budget_exhausted}: USD left today
 * @param committed  for {@code budget_exhausted}: USD of it that researches under way and in line will still spend
 * @param estimate   for {@code budget_exhausted}: USD that one research is expected to cost
 * @param stored     for {@code stale_sync}: the highest epoch and sequence number that were seen
 */
@Wire
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        ProblemCode code,
        @Nullable List<Violation> violations,
        @Nullable Integer active,
        @Nullable Integer limit,
        @Nullable Double remaining,
        @Nullable Double committed,
        @Nullable Double estimate,
        @Nullable StoredSync stored) {

    @Wire
    public record StoredSync(long epoch, long seq) {}

    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(ProblemCode code, String detail) {
        return new Problem(
                "urn:ktrdr:problem:" + code.wireName(),
                code.title(),
                code.status(),
                detail,
                code,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** @param text goes on where the detail ends */
    public Problem withMore(String text) {
        return new Problem(
                type,
                title,
                status,
                detail + text,
                code,
                violations,
                active,
                limit,
                remaining,
                committed,
                estimate,
                stored);
    }

    public Problem withViolations(List<Violation> found) {
        return new Problem(
                type,
                title,
                status,
                detail,
                code,
                List.copyOf(found),
                active,
                limit,
                remaining,
                committed,
                estimate,
                stored);
    }

    public Problem withCapacity(@Nullable Integer activeNow, int limitNow) {
        return new Problem(
                type,
                title,
                status,
                detail,
                code,
                violations,
                activeNow,
                limitNow,
                remaining,
                committed,
                estimate,
                stored);
    }

    public Problem withBudget(double usdLeft, double usdCommitted, double usdExpected) {
        return new Problem(
                type,
                title,
                status,
                detail,
                code,
                violations,
                active,
                limit,
                usdLeft,
                usdCommitted,
                usdExpected,
                stored);
    }

    public Problem withStored(long epoch, long seq) {
        return new Problem(
                type,
                title,
                status,
                detail,
                code,
                violations,
                active,
                limit,
                remaining,
                committed,
                estimate,
                new StoredSync(epoch, seq));
    }
}

package io.ktrdr.coordinator.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.WireName;
import io.ktrdr.contracts.job.CheckpointReport;
import io.ktrdr.contracts.job.Failure;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.job.JobReportsApi;
import io.ktrdr.contracts.job.JobState;
import io.ktrdr.contracts.job.ProgressReport;
import io.ktrdr.contracts.job.ReportAnswer;
import io.ktrdr.contracts.job.ResultReport;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.coordinator.operation.OperationId;
import io.ktrdr.coordinator.telemetry.LogContext;
import io.smallrye.mutiny.Uni;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What workers say about their jobs. */
final class JobReportsResource implements JobReportsApi {
    /** What a worker can say; the other classes are for agents. */
    private static final Set<FailureClass> BLAMES =
            EnumSet.of(FailureClass.JOB, FailureClass.WORKER, FailureClass.INTERRUPTED, FailureClass.DEFERRED);

    private static final int MAX_MESSAGE = 2_000;

    private final ReportStore store;

    JobReportsResource(ReportStore store) {
        this.store = store;
    }

    @Override
    public Uni<ReportAnswer> progress(String claim, ProgressReport report) {
        requireBody(claim, report);
        require(report.workerId() != null && report.incarnation() != null, "worker_id", "is required");
        require(report.fraction() >= 0 && report.fraction() <= 1, "fraction", "must be from 0 to 1");
        require(isStorable(report.message()), "message", "must be text without NUL, at most 2,000 characters");
        return store.progress(claim, report).map(ReportAnswer::new);
    }

    @Override
    public Uni<ReportAnswer> checkpoint(String claim, CheckpointReport report) {
        requireBody(claim, report);
        require(
                report.checkpoint() != null && Sha256.isOne(report.checkpoint().artifact()),
                "checkpoint",
                "is required");
        return store.checkpoint(claim, report).replaceWith(new ReportAnswer(true));
    }

    @Override
    public Uni<ReportAnswer> result(String claim, ResultReport report) {
        requireBody(claim, report);
        require(report.workerId() != null && report.incarnation() != null, "worker_id", "is required");
        JobState state = report.state();
        require(state != null && state.isOver(), "state", "must be completed, failed or cancelled");
        JsonNode result = report.result();
        require(
                (state == JobState.COMPLETED) == (result != null && result.isObject()),
                "result",
                "is required for completed, as a JSON object, and for nothing else");
        require(result == null || !result.toString().contains("\\u0000"), "result", "must not contain NUL");
        Failure failure = report.failure();
        require(
                (state == JobState.FAILED) == (failure != null),
                "failure",
                "is required for failed, and for nothing else");
        require(
                failure == null || failure.failureClass() != null && BLAMES.contains(failure.failureClass()),
                "failure",
                "must have a class: "
                        + BLAMES.stream().map(WireName::of).sorted().collect(Collectors.joining(", ")));
        require(
                failure == null || isStorable(failure.message()) && isStorable(failure.code()),
                "failure",
                "must be text without NUL, at most 2,000 characters");
        require(report.artifacts() != null, "artifacts", "is required");
        report.artifacts()
                .forEach(sha256 ->
                        require(sha256 != null && Sha256.isOne(sha256), "artifacts", "must be SHA-256 in hex"));
        return store.result(claim, report).replaceWith(new ReportAnswer(true));
    }

    private static void requireBody(String claim, @Nullable Object report) {
        LogContext.operation(OperationId.required(claim));
        require(report != null, "(body)", "a JSON object is required");
    }

    private static boolean isStorable(String text) {
        return text != null && text.indexOf('\0') < 0 && text.length() <= MAX_MESSAGE;
    }

    private static void require(boolean condition, String field, String message) {
        if (!condition) {
            throw ProblemException.invalid(field, message);
        }
    }
}

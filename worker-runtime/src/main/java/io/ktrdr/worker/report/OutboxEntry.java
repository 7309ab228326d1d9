package io.ktrdr.worker.report;

import io.ktrdr.contracts.Wire;
import io.ktrdr.contracts.job.Failure;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.job.JobState;
import io.ktrdr.contracts.job.ResultReport;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** A result on its way. */
@Wire
@RegisterForReflection
public record OutboxEntry(String claim, ResultReport report) {
    private static final String REJECTED = "report_rejected";

    String name() {
        return name(claim, report.token());
    }

    static String name(String claim, long token) {
        return claim + "-" + token;
    }

    /**
     * What is said in the place of this one when it was refused: the attempt is over all the same, and its coordinator would
     * never learn it. So little is in it that only the attempt itself could be refused.
     */
    OutboxEntry rejection(FailureClass blame, String why) {
        Failure failure = report.failure();
        return new OutboxEntry(
                claim,
                new ResultReport(
                        report.workerId(),
                        report.incarnation(),
                        report.token(),
                        report.specSha256(),
                        JobState.FAILED,
                        null,
                        new Failure(
                                failure == null ? blame : failure.failureClass(),
                                REJECTED,
                                "The report of this job (" + report.state().wireName() + ") was refused: " + why),
                        List.of()));
    }

    /** JSON can leave out what the type calls non-null. */
    @SuppressWarnings("ConstantValue")
    boolean isWhole() {
        return claim != null && report != null && report.state() != null && report.artifacts() != null;
    }

    boolean isRejection() {
        Failure failure = report.failure();
        return failure != null && REJECTED.equals(failure.code());
    }
}

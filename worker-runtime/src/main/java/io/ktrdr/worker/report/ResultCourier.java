package io.ktrdr.worker.report;

import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.job.ReportAnswer;
import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.worker.remote.Answer;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** One attempt to deliver one result: its artifacts first, then the report that names them. */
final class ResultCourier {
    private final OutboxFolder folder;
    private final Coordinators coordinators;

    ResultCourier(OutboxFolder folder, Coordinators coordinators) {
        this.folder = folder;
        this.coordinators = coordinators;
    }

    sealed interface Outcome {
        /** Acknowledged, or too late to matter. */
        record Done(String how) implements Outcome {}

        /** Refused for good, and whose fault that is. */
        record Rejected(FailureClass blame, String why) implements Outcome {}

        /** To be tried again. */
        record Later(String why) implements Outcome {}
    }

    /**
     * @param unwritten artifacts that are not in the folder, by hash
     * @param uploaded artifacts that need not be sent again; grows, and is emptied when the coordinator lacks one
     */
    Outcome deliver(OutboxEntry entry, Map<String, byte[]> unwritten, Set<String> uploaded) {
        for (String sha256 : entry.report().artifacts()) {
            if (uploaded.contains(sha256)) {
                continue;
            }
            byte[] content;
            try {
                byte[] inMemory = unwritten.get(sha256);
                content = inMemory != null ? inMemory : folder.artifact(entry, sha256);
            } catch (IOException e) {
                return new Outcome.Rejected(
                        FailureClass.WORKER, "artifact " + sha256 + " cannot be read: " + e.getMessage());
            }
            switch (coordinators.upload(sha256, content)) {
                case Answer.Accepted<Boolean> ok -> uploaded.add(sha256);
                case Answer.Refused<Boolean> refused -> {
                    return refused(refused.problem(), uploaded);
                }
                case Answer.NoAnswer<Boolean> none -> {
                    return new Outcome.Later(none.why());
                }
            }
        }
        return switch (coordinators.result(entry.claim(), entry.report())) {
            case Answer.Accepted<ReportAnswer> ok -> new Outcome.Done("acknowledged");
            case Answer.Refused<ReportAnswer> refused -> refused(refused.problem(), uploaded);
            case Answer.NoAnswer<ReportAnswer> none -> new Outcome.Later(none.why());
        };
    }

    private static Outcome refused(Problem problem, Set<String> uploaded) {
        String why = problem.status() + " " + problem.title() + ": " + problem.detail();
        if (problem.code() == ProblemCode.STALE_TOKEN) {
            return new Outcome.Done(why);
        }
        if (problem.code() == ProblemCode.ARTIFACT_MISSING) {
            uploaded.clear();
            return new Outcome.Later(why);
        }
        return switch (problem.status()) {
            // the same job would make the same result anywhere
            case 400, 413 -> new Outcome.Rejected(FailureClass.JOB, why);
            case 404, 409 -> new Outcome.Rejected(FailureClass.WORKER, why);
            default -> new Outcome.Later(why);
        };
    }
}

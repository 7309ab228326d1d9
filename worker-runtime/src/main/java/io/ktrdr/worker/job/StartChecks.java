package io.ktrdr.worker.job;

import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.job.CancelJob;
import io.ktrdr.contracts.job.Checkpoint;
import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.problem.Violation;
import io.ktrdr.contracts.worker.WorkerType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a message is one at all, before anything looks at the worker's state. JSON may leave out any field. */
final class StartChecks {
    /** It becomes a file name. */
    private static final Pattern CLAIM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    private static final String CLAIM_RULE = "must be 1 to 128 letters, digits, '.', '_' or '-'";

    private StartChecks() {}

    /** @throws ProblemException {@code invalid_request}, or {@code spec_mismatch} when the text has another hash */
    static void check(@Nullable StartJob start, WorkerType mine) {
        if (start == null) {
            throw ProblemException.invalid("(body)", "a JSON body is required");
        }
        List<Violation> wrong = new ArrayList<>();
        require(wrong, "claim", isClaim(start.claim()), CLAIM_RULE);
        require(wrong, "worker_id", isText(start.workerId()), "is required");
        require(wrong, "incarnation", isText(start.incarnation()), "is required");
        require(wrong, "token", start.token() > 0, "must be above 0");
        require(wrong, "job_type", start.jobType() == mine, "must be " + mine.wireName() + " on this worker");
        require(wrong, "attempt", start.attempt() > 0, "must be above 0");
        require(wrong, "spec", isText(start.spec()), "is required");
        require(wrong, "spec_sha256", isHash(start.specSha256()), "must be 64 lower-case hex digits");
        Checkpoint checkpoint = start.checkpoint();
        if (checkpoint != null) {
            require(wrong, "checkpoint.artifact", isHash(checkpoint.artifact()), "must be 64 lower-case hex digits");
            require(wrong, "checkpoint.step", checkpoint.step() >= 0, "must not be below 0");
        }
        refuse(wrong);
        if (!Sha256.of(start.spec()).equals(start.specSha256())) {
            throw new ProblemException(ProblemCode.SPEC_MISMATCH, "The spec of " + start.claim() + " has another hash");
        }
    }

    static void check(String claim, @Nullable CancelJob cancel) {
        if (cancel == null) {
            throw ProblemException.invalid("(body)", "a JSON body is required");
        }
        List<Violation> wrong = new ArrayList<>();
        require(wrong, "claim", isClaim(claim), CLAIM_RULE);
        require(wrong, "incarnation", isText(cancel.incarnation()), "is required");
        require(wrong, "token", cancel.token() > 0, "must be above 0");
        refuse(wrong);
    }

    private static void require(List<Violation> wrong, String field, boolean holds, String message) {
        if (!holds) {
            wrong.add(new Violation(field, message));
        }
    }

    private static void refuse(List<Violation> wrong) {
        if (!wrong.isEmpty()) {
            throw ProblemException.invalid(wrong);
        }
    }

    private static boolean isClaim(@Nullable String claim) {
        return claim != null && CLAIM.matcher(claim).matches();
    }

    private static boolean isText(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    private static boolean isHash(@Nullable String text) {
        return text != null && Sha256.isOne(text);
    }
}

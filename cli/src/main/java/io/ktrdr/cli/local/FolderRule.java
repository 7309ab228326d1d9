package io.ktrdr.cli.local;

import io.ktrdr.contracts.audit.Finding;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What must not be in a home, beside what the coordinator looks for. */
enum FolderRule {
    PROCESS_GONE("A process that should run does not."),
    PROCESS_UNKNOWN("A port of this home is in use by a process that is not written down."),
    MARK_DAMAGED("A worker's mark cannot be read: the worker will not start again."),
    MARK_BEHIND("A worker's mark is below the token of the job that it runs."),
    TWO_JOBS_AT_ONCE("A worker started a job before its last one had ended."),
    JOB_RUN_TWICE("A worker started the same order twice."),
    REPORT_WAITING("A result lies in a worker's outbox and is not taken."),
    REPORT_REJECTED("A result was refused for good and put aside.");

    private final String meaning;

    FolderRule(String meaning) {
        this.meaning = meaning;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    String meaning() {
        return meaning;
    }

    Finding broken(@Nullable String operationId, String detail) {
        return new Finding(code(), operationId, meaning, detail);
    }
}

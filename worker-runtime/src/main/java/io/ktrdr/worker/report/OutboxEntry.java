package io.ktrdr.worker.report;

import io.ktrdr.contracts.Wire;
import io.ktrdr.contracts.job.ResultReport;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** A result on its way. */
@Wire
@RegisterForReflection
public record OutboxEntry(String claim, ResultReport report) {
    String name() {
        return name(claim, report.token());
    }

    static String name(String claim, long token) {
        return claim + "-" + token;
    }
}

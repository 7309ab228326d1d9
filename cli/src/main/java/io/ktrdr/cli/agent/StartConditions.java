package io.ktrdr.cli.agent;

import io.ktrdr.cli.locks.LockArguments;
import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.contracts.lock.LockRequest;
import io.ktrdr.contracts.operation.DependencyFailurePolicy;
import io.ktrdr.contracts.operation.Priority;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When something that is asked for may start: before whom, after what, with which locks. */
public final class StartConditions {
    @Option(names = "--priority", paramLabel = "P0|P1|P2", description = "${COMPLETION-CANDIDATES}; default P1.")
    @Nullable
    Priority priority;

    @Option(
            names = "--after",
            paramLabel = "ID",
            split = ",",
            description = "Operations that have to be completed before.")
    @Nullable
    List<String> after;

    @Option(
            names = "--on-dependency-failure",
            paramLabel = "fail|skip|run",
            completionCandidates = Policies.class,
            description =
                    "What becomes of it when one of --after is not completed: it fails (default), is cancelled, or "
                            + "runs all the same.")
    @Nullable
    DependencyFailurePolicy onDependencyFailure;

    @Option(
            names = "--lock",
            paramLabel = "RESOURCE:MODE",
            description =
                    "What it shares with other readers (read) or has to itself (write) from its start to its end, "
                            + "such as dataset:BTC-USD/1m:read; * and ? stand for any characters. Any number of times. Default: "
                            + "what it is expected to read and write; none: no locks at all.")
    @Nullable
    List<String> locks;

    /** As they are typed, and completed. */
    static final class Policies implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(DependencyFailurePolicy.values())
                    .map(DependencyFailurePolicy::wireName)
                    .iterator();
        }
    }

    public @Nullable String priority() {
        return priority == null ? null : priority.name();
    }

    public @Nullable List<String> after() {
        return after;
    }

    public @Nullable String onDependencyFailure() {
        if (onDependencyFailure == null) {
            return null;
        }
        if (after == null) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--on-dependency-failure is about dependencies: name them with --after");
        }
        return onDependencyFailure.wireName();
    }

    /** Null for what the coordinator expects; empty for none. */
    public @Nullable List<LockRequest> locks() {
        return locks == null ? null : LockArguments.orNone(locks);
    }
}

package io.ktrdr.cli.agent;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a research that is asked for may do about the limit and the budget, and who says so. */
public final class Overrides {
    @Option(names = "--force", description = "Override the limit and the budget; recorded with your name.")
    boolean force;

    @Option(names = "--queue", description = "At capacity, wait in line instead of being refused.")
    boolean queue;

    @Option(
            names = "--requested-by",
            paramLabel = "NAME",
            description = "Who asks, as it is recorded; default the name of your account.")
    @Nullable
    String requestedBy;

    public String requestedBy() {
        return requestedBy == null ? Submission.requestedBy() : requestedBy;
    }

    public @Nullable Boolean force() {
        return force ? true : null;
    }

    public @Nullable Boolean queue() {
        return queue ? true : null;
    }
}

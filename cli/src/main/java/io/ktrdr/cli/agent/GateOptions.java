package io.ktrdr.cli.agent;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a research's results have to reach, and why it goes on if they do not. */
final class GateOptions {
    private static final List<String> PROFILES = List.of("strict", "lenient");

    @Option(
            names = "--gates",
            paramLabel = "strict|lenient",
            completionCandidates = Profiles.class,
            description = "What its results have to reach; default as the coordinator is configured.")
    @Nullable
    String profile;

    @Option(
            names = "--bypass-gates",
            paramLabel = "REASON",
            description = "Go on although a gate stops it; recorded and shown with your name and this reason.")
    @Nullable
    String bypass;

    /** As they are completed. */
    static final class Profiles implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return PROFILES.iterator();
        }
    }

    @Nullable
    String profile() {
        String given = profile;
        if (given == null) {
            return null;
        }
        String name = given.toLowerCase(Locale.ROOT);
        if (!PROFILES.contains(name)) {
            throw new CommandFailure(ExitCode.USAGE, "--gates is strict or lenient, not '" + given + "'");
        }
        return name;
    }

    @Nullable
    String bypass() {
        if (bypass != null && bypass.isBlank()) {
            throw new CommandFailure(ExitCode.USAGE, "--bypass-gates needs a reason");
        }
        return bypass;
    }
}

package io.ktrdr.cli.locks;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.contracts.lock.LockMode;
import io.ktrdr.contracts.lock.LockRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Locks as they are typed: {@code RESOURCE:MODE}. A resource has colons of its own, so the last one counts. */
public final class LockArguments {
    private static final String NONE = "none";

    private LockArguments() {}

    /** {@code none} alone is the empty list. */
    public static List<LockRequest> orNone(List<String> arguments) {
        if (!arguments.contains(NONE)) {
            return of(arguments);
        }
        if (arguments.size() > 1) {
            throw new CommandFailure(ExitCode.USAGE, "--lock none means no locks at all: leave it out, or the others");
        }
        return List.of();
    }

    public static List<LockRequest> of(List<String> arguments) {
        return arguments.stream().map(LockArguments::parse).toList();
    }

    private static LockRequest parse(String argument) {
        int colon = argument.lastIndexOf(':');
        Optional<LockMode> mode = LockMode.find(argument.substring(colon + 1).toLowerCase(Locale.ROOT));
        String resource = colon < 0 ? argument : argument.substring(0, colon);
        if (mode.isPresent() && isResource(resource)) {
            return new LockRequest(resource, mode.get().wireName());
        }
        boolean onlyTheModeIsMissing = mode.isEmpty() && isResource(argument) && argument.indexOf(':') == colon;
        String example = onlyTheModeIsMissing ? argument : "dataset:BTC-USD/1m";
        throw new CommandFailure(
                ExitCode.USAGE,
                "--lock " + argument + ": must be KIND:NAME:MODE, such as " + example + ":read or " + example
                        + ":write");
    }

    private static boolean isResource(String text) {
        int colon = text.indexOf(':');
        return colon > 0 && colon < text.length() - 1;
    }
}

package io.ktrdr.cli.agent;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A strategy as given on the command line: the text of a YAML file, anything else is a name. */
public final class StrategyArgument {
    /** No strategy is longer; a data file given by mistake is. */
    private static final long MAX_BYTES = 256 * 1024;

    private StrategyArgument() {}

    static String read(String argument) {
        return read(argument, Path.of(""));
    }

    /** @param folder from which a file's path leads on */
    public static String read(String argument, Path folder) {
        if (!argument.endsWith(".yaml") && !argument.endsWith(".yml")) {
            return argument;
        }
        Path file = folder.resolve(argument);
        if (!Files.isRegularFile(file)) {
            throw new CommandFailure(ExitCode.USAGE, "No file " + file);
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new CommandFailure(
                        ExitCode.USAGE, file + " is larger than " + MAX_BYTES / 1024 + " KiB: not a strategy");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "Cannot read " + file + " as text: " + e.getMessage());
        }
    }
}

package io.ktrdr.cli.local;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Starts a process apart from the terminal, so that Ctrl-C and a closed window do not reach it. */
final class OwnSession {
    private OwnSession() {}

    /** Put before the command; both programs become it, so that the process id stays. */
    static List<String> prefix() {
        if (isInstalled("setsid")) {
            return List.of("setsid");
        }
        return isInstalled("nohup") ? List.of("nohup") : List.of();
    }

    private static boolean isInstalled(String program) {
        String path = System.getenv("PATH");
        return path != null
                && Arrays.stream(path.split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}

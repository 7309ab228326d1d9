package io.ktrdr.cli.local;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The JDK that runs services on the JVM: the one of this process, or, where this process has none, the launcher's. */
record Jdk(Path home) {
    private static final String FINDER = ".mvn/find-jdk.sh";

    /** @param root of the checkout */
    static Jdk located(Path root) {
        return switch (ProgramForm.own()) {
            case JVM -> new Jdk(Path.of(System.getProperty("java.home")));
            case NATIVE -> found(root.resolve(FINDER));
        };
    }

    Path java() {
        return home.resolve("bin/java");
    }

    private static Jdk found(Path finder) {
        try {
            Process process = new ProcessBuilder(
                            "sh", "-c", ". \"$1\" && printf %s \"$JAVA_HOME\"", "sh", finder.toString())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new CommandFailure(ExitCode.FAULT, said);
            }
            return new Jdk(Path.of(said));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAULT, "Cannot look for a JDK: " + Home.reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "Interrupted");
        }
    }
}

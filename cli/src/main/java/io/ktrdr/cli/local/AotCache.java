package io.ktrdr.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * What makes a program start fast on the JVM (JEP 483, 514, 515): its classes loaded and linked, and which of its methods
 * were used much, as recorded at a rehearsal. A file beside the jar, good for exactly this build and this JDK. Never needed:
 * a JVM refuses one that does not fit, and starts as if there were none.
 */
record AotCache(String module, Path jar) {
    /** Set for a rehearsal: the folder that takes what its processes record. */
    static final String RECORDINGS_PROPERTY = "ktrdr.aot.recordings";

    /** The JVM would tell of a cache that does not fit on stdout, which is for the data of commands. */
    private static final String SILENT = "-Xlog:aot*=off,cds*=off";

    private static final String SWITCH = "KTRDR_AOT";

    /** Whether caches may be used. */
    static boolean isOn() {
        return !"off".equals(System.getenv(SWITCH));
    }

    Path file() {
        return jar.resolveSibling("app.aot");
    }

    /** There, and not of an earlier build: that one would be older than the jar. */
    boolean isCurrent() {
        try {
            return Files.getLastModifiedTime(file()).compareTo(Files.getLastModifiedTime(jar)) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** For the JVM that runs the jar. */
    List<String> options() {
        String recordings = System.getProperty(RECORDINGS_PROPERTY);
        if (recordings != null) {
            return recording(Path.of(recordings));
        }
        return isOn() && isCurrent() ? List.of("-XX:AOTCache=" + file(), SILENT) : List.of();
    }

    /** For a JVM that runs the jar, and when it ends writes down what it needed. */
    List<String> recording(Path folder) {
        return List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recordingIn(folder), SILENT);
    }

    /** For a JVM that makes the cache of a recording without running the jar. Its other options are those of the recording. */
    List<String> making(Path folder) {
        return List.of(
                "-XX:AOTMode=create",
                "-XX:AOTConfiguration=" + recordingIn(folder),
                "-XX:AOTCache=" + partial(),
                SILENT);
    }

    Path recordingIn(Path folder) {
        return folder.resolve(module + ".aotconf");
    }

    /** Whole or not at all: the next start may be at this moment. */
    void publish() throws IOException {
        Files.move(partial(), file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void removePartial() throws IOException {
        Files.deleteIfExists(partial());
    }

    private Path partial() {
        return jar.resolveSibling("app.aot.partial");
    }
}

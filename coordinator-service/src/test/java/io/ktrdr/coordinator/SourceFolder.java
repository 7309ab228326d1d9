package io.ktrdr.coordinator;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Agents that do real work, and a folder as their data source, looked at in every tick. */
public final class SourceFolder implements QuarkusTestProfile {
    private static final Path FOLDER = Path.of("target", "source-of-tests").toAbsolutePath();

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "ktrdr.stub", "false",
                "ktrdr.discovery.source", FOLDER.toString(),
                "ktrdr.discovery.probe-interval", "0s");
    }

    public static Path path() {
        return FOLDER;
    }

    /** There, and empty. */
    public static void startOver() throws IOException {
        vanishes();
        Files.createDirectories(FOLDER);
    }

    public static void vanishes() throws IOException {
        if (!Files.exists(FOLDER)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> found = Files.walk(FOLDER)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path one : all) {
            Files.delete(one);
        }
    }

    public static void has(String path, String text) throws IOException {
        Path file = FOLDER.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}

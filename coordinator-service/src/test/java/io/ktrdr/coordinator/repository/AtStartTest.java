package io.ktrdr.coordinator.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.coordinator.stub.StubConfig;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtStartTest {
    private static final StrategyRepository.Stock NONE = Map::of;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeAll
    static void look() {
        OwnSettings.lookAt(Path.of("target"));
    }

    private static StrategyRepository repository(Optional<Path> folder, boolean stub) {
        return new StrategyRepository(
                () -> folder,
                new StubConfig() {
                    @Override
                    public boolean enabled() {
                        return stub;
                    }

                    @Override
                    public Duration duration() {
                        return Duration.ZERO;
                    }

                    @Override
                    public double failureRate() {
                        return 0;
                    }

                    @Override
                    public BigDecimal cost() {
                        return BigDecimal.ZERO;
                    }
                },
                Clock.systemUTC(),
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    private String refused() {
        return String.valueOf(assertThrows(
                        StrategyRepository.UnusableFolderException.class,
                        () -> repository(Optional.of(folder), false).begin(NONE))
                .getMessage());
    }

    @Test
    void without_a_folder_or_with_stubs_there_is_no_repository() throws Exception {
        StrategyRepository none = repository(Optional.empty(), false);
        none.begin(NONE);
        assertTrue(none.branches().isEmpty());
        StrategyRepository stub = repository(Optional.of(folder.resolve("new")), true);
        stub.begin(NONE);
        assertTrue(stub.branches().isEmpty());
        assertFalse(Files.exists(folder.resolve("new")));
    }

    @Test
    void it_is_made_once_and_then_left_as_it_is() throws Exception {
        Path fresh = folder.resolve("deep/er");
        repository(Optional.of(fresh), false).begin(() -> Map.of("first", Scene.canonical("first", 1)));
        StrategyRepository again = repository(Optional.of(fresh), false);
        again.begin(() -> {
            throw new AssertionError("nobody asks for it");
        });
        assertEquals(
                Scene.canonical("first", 1),
                again.branches().orElseThrow().onMain("first").orElseThrow().text());
    }

    @Test
    void a_start_with_a_folder_that_cannot_be_used_ends_with_a_reason() throws IOException {
        Path file = folder.resolve("file");
        Files.createFile(file);
        folder = file;
        String said = refused();
        assertTrue(said.startsWith("ktrdr.strategies.folder, " + file + ", cannot be used: "), said);
        assertTrue(said.contains("Not a directory"), said);
    }

    @Test
    void what_is_no_repository_is_not_taken_for_one() throws IOException {
        Files.createDirectories(folder.resolve("strategies.git"));
        assertTrue(refused().contains("strategies.git is no git repository"), refused());
    }
}

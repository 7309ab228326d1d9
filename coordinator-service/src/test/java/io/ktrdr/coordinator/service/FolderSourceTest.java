package io.ktrdr.coordinator.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path temporary;

    @SuppressWarnings("NullAway.Init") // before each
    private Path folder;

    @SuppressWarnings("NullAway.Init") // before each
    private DataSource source;

    @BeforeEach
    void aFolderBesideASecret() throws IOException {
        folder = Files.createDirectories(temporary.resolve("source"));
        write(temporary.resolve("secret.csv"), "secret");
        source = DataSource.of(folder.toString(), Duration.ofSeconds(1));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static List<String> paths(Listing listing) {
        return listing.files().stream().map(file -> file.path().toString()).toList();
    }

    private IOException refused(String path) {
        return assertThrows(UnusableFileException.class, () -> source.read(SourcePath.of(path), 10), path);
    }

    @Test
    void files_are_listed_with_their_sizes_those_nearer_to_the_top_first() throws Exception {
        write(folder.resolve("z.csv"), "abc");
        write(folder.resolve("a/deep/c.csv"), "");
        write(folder.resolve("a/b.csv"), "");
        write(folder.resolve(".hidden/h.csv"), "");
        write(folder.resolve(".h.csv"), "");
        Listing all = source.list(SourcePath.ROOT);
        assertEquals(List.of("z.csv", "a/b.csv", "a/deep/c.csv"), paths(all));
        assertEquals(3L, all.files().getFirst().bytes());
        assertFalse(all.truncated());
        assertEquals(List.of("a/deep/c.csv"), paths(source.list(SourcePath.of("a/deep"))));
    }

    @Test
    void links_that_lead_out_are_not_listed_and_not_read() throws Exception {
        Files.createSymbolicLink(folder.resolve("out.csv"), temporary.resolve("secret.csv"));
        Files.createSymbolicLink(folder.resolve("outside"), temporary);
        Files.createSymbolicLink(folder.resolve("circle"), folder);
        write(folder.resolve("real.csv"), "x");
        Files.createSymbolicLink(folder.resolve("within.csv"), folder.resolve("real.csv"));
        assertEquals(List.of("real.csv", "within.csv"), paths(source.list(SourcePath.ROOT)));
        assertEquals("out.csv leads out of the data source", refused("out.csv").getMessage());
        refused("outside/secret.csv");
        assertThrows(UnusableFileException.class, () -> source.list(SourcePath.of("outside")));
        assertArrayEquals(
                new byte[] {'x'}, source.read(SourcePath.of("within.csv"), 10).bytes());
    }

    @Test
    void a_file_is_read_as_far_as_asked_for() throws Exception {
        write(folder.resolve("f"), "0123456789");
        assertTrue(source.read(SourcePath.of("f"), 10).whole());
        SourceContent beginning = source.read(SourcePath.of("f"), 4);
        assertFalse(beginning.whole());
        assertEquals("0123", new String(beginning.bytes(), StandardCharsets.UTF_8));
    }

    @Test
    void what_is_not_there_or_no_file_is_said_in_words() throws Exception {
        Files.createDirectories(folder.resolve("d"));
        assertEquals("a/b is not there", refused("a/b").getMessage());
        assertEquals("d is not a file", refused("d").getMessage());
        write(folder.resolve("f"), "");
        assertEquals(
                "f is not a folder",
                assertThrows(UnusableFileException.class, () -> source.list(SourcePath.of("f")))
                        .getMessage());
    }

    @Test
    void a_source_that_has_gone_is_another_thing_than_a_file_that_is_not_there() throws Exception {
        source.probe();
        Files.delete(folder);
        for (IOException e : List.of(
                assertThrows(IOException.class, source::probe),
                assertThrows(IOException.class, () -> source.list(SourcePath.ROOT)),
                assertThrows(IOException.class, () -> source.read(SourcePath.of("f"), 1)))) {
            assertNotEquals(UnusableFileException.class, e.getClass());
            assertEquals(folder + " is not a folder", e.getMessage());
        }
    }

    @Test
    void what_is_looked_at_is_bounded() throws Exception {
        Path deep = folder;
        for (int i = 0; i < Listing.MAX_DEPTH; i++) {
            write(deep.resolve("f" + i), "");
            deep = deep.resolve("d");
        }
        assertFalse(source.list(SourcePath.ROOT).truncated());
        write(deep.resolve("deeper"), "");
        Listing tooDeep = source.list(SourcePath.ROOT);
        assertTrue(tooDeep.truncated());
        assertEquals(Listing.MAX_DEPTH, tooDeep.files().size());
        for (int i = 0; i < Listing.MAX_FILES; i++) {
            write(folder.resolve("many/" + i), "");
        }
        Listing tooMany = source.list(SourcePath.of("many"));
        assertFalse(tooMany.truncated());
        assertEquals(Listing.MAX_FILES, tooMany.files().size());
        assertTrue(source.list(SourcePath.ROOT).truncated());
        for (int i = 0; i < Listing.MAX_FOLDERS; i++) {
            Files.createDirectories(folder.resolve("folders/" + i));
        }
        assertTrue(source.list(SourcePath.of("folders")).truncated());
    }

    @Test
    void the_text_of_a_source_says_what_kind_it_is() {
        assertInstanceOf(FolderSource.class, DataSource.of("/a/b", Duration.ofSeconds(1)));
        assertInstanceOf(HttpSource.class, DataSource.of("https://example.org/data", Duration.ofSeconds(1)));
    }
}

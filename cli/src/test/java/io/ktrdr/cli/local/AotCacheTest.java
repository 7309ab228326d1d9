package io.ktrdr.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTest {
    private static final Instant BUILT = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path folder;

    private AotCache cache;

    @BeforeEach
    void build() throws IOException {
        cache = new AotCache("some-service", folder.resolve("quarkus-run.jar"));
        write(cache.jar(), BUILT);
    }

    private static void write(Path file, Instant time) throws IOException {
        Files.writeString(file, "");
        Files.setLastModifiedTime(file, FileTime.from(time));
    }

    @Test
    void a_program_without_a_cache_is_started_as_ever() {
        assertFalse(cache.isCurrent());
        assertEquals(List.of(), cache.options());
    }

    @Test
    void a_cache_that_is_newer_than_the_jar_is_used_and_the_jvm_says_nothing_of_it() throws Exception {
        write(cache.file(), BUILT.plusMillis(1));
        assertTrue(cache.isCurrent());
        assertEquals(List.of("-XX:AOTCache=" + cache.file(), "-Xlog:aot*=off,cds*=off"), cache.options());
    }

    @Test
    void a_cache_of_an_earlier_build_is_not_used() throws Exception {
        for (Instant time : List.of(BUILT, BUILT.minusSeconds(1))) {
            write(cache.file(), time);
            assertFalse(cache.isCurrent());
            assertEquals(List.of(), cache.options());
        }
    }

    @Test
    void a_cache_without_its_jar_is_none() throws Exception {
        write(cache.file(), BUILT);
        Files.delete(cache.jar());
        assertFalse(cache.isCurrent());
    }

    @Test
    void a_cache_appears_when_it_is_whole() throws Exception {
        String option = "-XX:AOTCache=";
        Path written = cache.making(folder).stream()
                .filter(argument -> argument.startsWith(option))
                .map(argument -> Path.of(argument.substring(option.length())))
                .findFirst()
                .orElseThrow();
        write(written, BUILT.plusSeconds(1));
        assertFalse(cache.isCurrent());
        cache.publish();
        assertTrue(cache.isCurrent());
        assertFalse(Files.exists(written));
    }
}

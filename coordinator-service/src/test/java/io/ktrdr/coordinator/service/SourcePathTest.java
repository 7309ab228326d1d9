package io.ktrdr.coordinator.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourcePathTest {
    @ParameterizedTest
    @CsvSource({
        "a/b.csv, a/b.csv",
        "a//b/, a/b",
        "./a/./b, a/b",
        "a/../b, b",
        "'', ''",
        "., ''",
        "a/.., ''",
        "ä b/c, ä b/c"
    })
    void paths_are_normalised(String given, String expected) {
        assertEquals(expected, SourcePath.of(given).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../a", "a/../../b", "/etc/passwd", "/", "a\\b", "a\nb", "a\u0000b"})
    void what_leads_out_or_is_not_printable_is_refused(String given) {
        assertThrows(IllegalArgumentException.class, () -> SourcePath.of(given));
    }

    @Test
    void a_path_is_as_long_as_the_source_of_a_dataset_may_be() {
        assertEquals(255, SourcePath.of("a".repeat(255)).toString().length());
        assertThrows(IllegalArgumentException.class, () -> SourcePath.of("a".repeat(256)));
    }

    @Test
    void a_folder_has_only_children_that_are_in_it_and_not_hidden() {
        SourcePath folder = SourcePath.of("a");
        assertEquals("a/b c.csv", String.valueOf(folder.child("b c.csv")));
        for (String name : new String[] {"", ".", "..", ".hidden", "a/b", "../b", "a\\b", "a\nb", "x".repeat(254)}) {
            assertNull(folder.child(name), name);
        }
        assertNotNull(folder.child("x".repeat(253)));
    }

    @Test
    void endings_are_compared_without_case_and_need_something_before_them() {
        assertTrue(SourcePath.of("a/B.CSV").endsWith(".txt", ".csv"));
        assertFalse(SourcePath.of("a.csv/b").endsWith(".csv"));
        assertFalse(SourcePath.ROOT.endsWith(".csv"));
    }
}

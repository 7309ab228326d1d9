package io.ktrdr.coordinator.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class KeptTest {
    @Test
    void what_is_short_and_plain_is_kept_as_it_is() {
        assertEquals("It lost -4.2%.\nÄ 🙂", Kept.text(" It lost -4.2%.\nÄ 🙂 "));
    }

    @Test
    void what_postgres_does_not_take_becomes_a_space() {
        assertEquals("a b", Kept.text("\0a\0b\0"));
    }

    @Test
    void what_is_too_long_ends_between_two_characters() {
        assertEquals("x".repeat(2_000), Kept.text("x".repeat(2_001)));
        assertEquals("x".repeat(1_999), Kept.text("x".repeat(1_999) + "🙂"));
        assertEquals("x".repeat(1_999), Kept.text("x".repeat(1_999) + " x"));
    }
}

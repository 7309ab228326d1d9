package io.ktrdr.coordinator.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ktrdr.contracts.problem.ProblemException;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    @ParameterizedTest
    @ValueSource(strings = {"2025-01-01T00:00:00Z", "2025-01-01T00:00:00.123456Z", "1969-12-31T23:59:59.999999Z"})
    void a_cursor_survives_its_text_to_the_microsecond(String time) {
        Cursor cursor = new Cursor(OffsetDateTime.parse(time), "op_abcdef");
        assertEquals(cursor, Cursor.parse(cursor.text()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "???", "b3BfYWJjZGVm", "MjAyNS0xMy0wMVQwMDowMDowMFogb3BfYWJjZGVm"})
    void anything_else_is_refused(String text) {
        assertEquals(
                "cursor: is not a next_cursor of a page",
                assertThrows(ProblemException.class, () -> Cursor.parse(text)).getMessage());
    }

    @Test
    void an_event_id_is_a_transaction_and_a_number() {
        assertEquals(new EventPosition("731", 12), EventPosition.parse("731-12"));
        assertThrows(ProblemException.class, () -> EventPosition.parse("731"));
        assertThrows(ProblemException.class, () -> EventPosition.parse("731-12; DROP TABLE operation"));
        assertThrows(ProblemException.class, () -> EventPosition.parse("-1-2"));
    }
}

package io.ktrdr.quant.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingStateTest {
    private static final List<WalkForward.Ended> ENDED = List.of(
            new WalkForward.Ended(new WalkForwardResult.Run(1, 7, 0.55, 0.51, 200), 12),
            new WalkForward.Ended(new WalkForwardResult.Run(1, 8, 0.54, 0.51, 200), 40));

    private static byte[] encoded() {
        return new TrainingState(new byte[] {1, 2, 3}, ENDED, new byte[] {4, 5}).encode();
    }

    @Test
    void all_that_was_done_is_read_back() {
        TrainingState back = TrainingState.decode(encoded());
        assertArrayEquals(new byte[] {1, 2, 3}, back.model());
        assertEquals(ENDED, back.ended());
        assertArrayEquals(new byte[] {4, 5}, back.walkForward());
    }

    /** That of an older release among them: it was the model's checkpoint alone. */
    @Test
    void bytes_of_another_form_are_refused() {
        byte[] good = encoded();
        refused(new byte[100]);
        refused(Arrays.copyOf(good, good.length + 1));
        for (int length = 0; length < good.length; length++) {
            refused(Arrays.copyOf(good, length));
        }
    }

    private static void refused(byte[] bytes) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> TrainingState.decode(bytes));
        assertEquals("it has another format", refusal.getMessage());
    }
}

package io.ktrdr.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocalSettingsTest {
    @Test
    void what_is_not_given_is_as_it_was() {
        LocalSettings last = new LocalSettings(9000, 3, 2, true, "5s", null, "1.50");
        StartOptions options = new StartOptions();
        options.backtestWorkers = 4;
        assertEquals(new LocalSettings(9000, 3, 4, true, "5s", null, "1.50"), options.over(Optional.of(last)));
    }

    @Test
    void a_limit_can_be_taken_away_and_be_nothing() {
        LocalSettings last = new LocalSettings(9000, 3, 2, false, null, null, "1.50");
        StartOptions options = new StartOptions();
        options.dailyLimit = "unlimited";
        assertEquals(null, options.over(Optional.of(last)).dailyLimit());
        options.dailyLimit = "0";
        assertEquals("0", options.over(Optional.of(last)).dailyLimit());
    }

    @Test
    void differences_are_said_in_words() {
        LocalSettings last = new LocalSettings(9000, 3, 2, false, null, null, null);
        assertTrue(last.differences(last).isEmpty());
        assertEquals(
                List.of("port 9000 (asked for: 9100)", "daily limit not set (asked for: 2)"),
                last.differences(new LocalSettings(9100, 3, 2, false, null, null, "2")));
    }
}

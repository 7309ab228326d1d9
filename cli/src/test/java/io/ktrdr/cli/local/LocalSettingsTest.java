package io.ktrdr.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocalSettingsTest {
    @Test
    void what_is_not_given_is_as_it_was() {
        LocalSettings last = new LocalSettings(9000, 3, 2, true, "5s", null, "0.30", "1.50");
        StartOptions options = new StartOptions();
        options.backtestWorkers = 4;
        assertEquals(new LocalSettings(9000, 3, 4, true, "5s", null, "0.30", "1.50"), options.over(Optional.of(last)));
    }

    @Test
    void a_limit_can_be_taken_away_and_be_nothing() {
        LocalSettings last = new LocalSettings(9000, 3, 2, false, null, null, null, "1.50");
        StartOptions options = new StartOptions();
        options.dailyLimit = "unlimited";
        assertEquals(null, options.over(Optional.of(last)).dailyLimit());
        options.dailyLimit = "0";
        assertEquals("0", options.over(Optional.of(last)).dailyLimit());
    }

    @Test
    void a_given_stub_cost_replaces_the_kept_one() {
        LocalSettings last = new LocalSettings(9000, 3, 2, true, "5s", null, "0.30", null);
        StartOptions options = new StartOptions();
        options.stubCost = "0.05";
        assertEquals("0.05", options.over(Optional.of(last)).stubCost());
    }

    @Test
    void differences_are_said_in_words() {
        LocalSettings last = new LocalSettings(9000, 3, 2, false, null, null, null, null);
        assertTrue(last.differences(last).isEmpty());
        assertEquals(
                List.of(
                        "port 9000 (asked for: 9100)",
                        "stub cost not set (asked for: 0.1)",
                        "daily limit not set (asked for: 2)"),
                last.differences(new LocalSettings(9100, 3, 2, false, null, null, "0.1", "2")));
    }
}

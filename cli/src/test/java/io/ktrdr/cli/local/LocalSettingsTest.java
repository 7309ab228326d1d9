package io.ktrdr.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalSettingsTest {
    @Test
    void what_is_not_given_is_as_it_was() {
        LocalSettings last = new LocalSettings(9000, 1, 3, 2, true, "5s", null, "0.30", "1.50", null, ProgramForm.JVM);
        StartOptions options = new StartOptions();
        options.backtestWorkers = 4;
        assertEquals(
                new LocalSettings(9000, 1, 3, 4, true, "5s", null, "0.30", "1.50", null, ProgramForm.JVM),
                options.over(Optional.of(last)));
    }

    @Test
    void a_limit_can_be_taken_away_and_be_nothing() {
        LocalSettings last = new LocalSettings(9000, 1, 3, 2, false, null, null, null, "1.50", null, ProgramForm.JVM);
        StartOptions options = new StartOptions();
        options.dailyLimit = "unlimited";
        assertEquals(null, options.over(Optional.of(last)).dailyLimit());
        options.dailyLimit = "0";
        assertEquals("0", options.over(Optional.of(last)).dailyLimit());
    }

    @Test
    void a_given_stub_cost_replaces_the_kept_one() {
        LocalSettings last = new LocalSettings(9000, 1, 3, 2, true, "5s", null, "0.30", null, null, ProgramForm.JVM);
        StartOptions options = new StartOptions();
        options.stubCost = "0.05";
        assertEquals("0.05", options.over(Optional.of(last)).stubCost());
    }

    @Test
    void a_home_that_says_nothing_of_coordinators_has_one() throws Exception {
        LocalSettings old = new ObjectMapper()
                .readValue("{\"port\": 9000, \"training_workers\": 2, \"backtest_workers\": 1}", LocalSettings.class);
        assertEquals(1, old.coordinators());
    }

    @Test
    void coordinators_lie_between_the_databases_and_the_workers() {
        LocalSettings most = new LocalSettings(
                9000, LocalSettings.MAX_COORDINATORS, 2, 1, false, null, null, null, null, null, ProgramForm.JVM);
        assertEquals(8, most.coordinators());
        assertEquals("http://127.0.0.1:9000", most.coordinatorUrls().get(0));
        assertEquals("http://127.0.0.1:9003", most.coordinatorUrls().get(1));
        assertEquals("http://127.0.0.1:9009", most.coordinatorUrls().getLast());
        assertEquals(9002, most.postgresPort());
        assertEquals(9010, most.ports().get("training-1"));
        assertEquals(9012, most.ports().get("backtest-1"));
        assertEquals(13, Set.copyOf(most.ports().values()).size());
    }

    @Test
    void differences_are_said_in_words() {
        LocalSettings last = new LocalSettings(9000, 1, 3, 2, false, null, null, null, null, null, ProgramForm.JVM);
        assertTrue(last.differences(last).isEmpty());
        assertEquals(
                List.of(
                        "port 9000 (asked for: 9100)",
                        "stub cost not set (asked for: 0.1)",
                        "daily limit not set (asked for: 2)"),
                last.differences(
                        new LocalSettings(9100, 1, 3, 2, false, null, null, "0.1", "2", null, ProgramForm.JVM)));
    }

    @Test
    void a_data_source_is_kept_with_its_whole_path_until_the_one_in_the_home_is_asked_for() {
        StartOptions options = new StartOptions();
        options.source = "src/../src";
        LocalSettings folder = options.over(Optional.empty());
        assertEquals(Path.of("src").toAbsolutePath().toString(), folder.source());
        assertEquals(
                folder.source(), new StartOptions().over(Optional.of(folder)).source());
        options.source = "https://data.example.org/bars/";
        LocalSettings url = options.over(Optional.of(folder));
        assertEquals("https://data.example.org/bars/", url.source());
        options.source = "home";
        assertNull(options.over(Optional.of(url)).source());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not/there",
                "https://me:hunter2@example.org/",
                "https://example.org/?token=hunter2",
                "ftp://example.org/hunter2",
                "https:// hunter2"
            })
    void what_is_no_data_source_is_refused_without_repeating_a_secret(String given) {
        StartOptions options = new StartOptions();
        options.source = given;
        CommandFailure refused = assertThrows(CommandFailure.class, () -> options.over(Optional.empty()));
        assertEquals(ExitCode.USAGE, refused.exitCode());
        assertFalse(String.valueOf(refused.getMessage()).contains("hunter2"));
    }
}

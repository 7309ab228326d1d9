package io.ktrdr.coordinator.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The decisions, without time and network. */
class GuardingTest {
    private static final Guarding STANDARD = Guarding.STANDARD;
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private static Duration pause(int failed, @Nullable Duration retryAfter, double chance) {
        return STANDARD.pause(failed, retryAfter, chance);
    }

    @Test
    void pauses_double_up_to_the_longest_and_are_cut_by_chance_to_a_half() {
        assertEquals(Duration.ofMillis(1_000), pause(1, null, 1));
        assertEquals(Duration.ofMillis(500), pause(1, null, 0));
        assertEquals(Duration.ofMillis(2_000), pause(2, null, 1));
        assertEquals(Duration.ofMillis(4_000), pause(3, null, 1));
        assertEquals(Duration.ofSeconds(30), pause(20, null, 1));
        assertEquals(Duration.ofSeconds(30), pause(2_000, null, 1));
    }

    @Test
    void what_the_provider_asks_for_is_never_shortened() {
        assertEquals(Duration.ofSeconds(7), pause(1, Duration.ofSeconds(7), 0));
        assertEquals(Duration.ofSeconds(8), pause(1, Duration.ofSeconds(7), 1));
        assertEquals(Duration.ofSeconds(4), pause(3, Duration.ofSeconds(1), 1));
    }

    @Test
    void five_failures_a_minute_and_three_successes_are_the_standard() {
        assertEquals(5, STANDARD.failuresToOpen());
        assertEquals(Duration.ofSeconds(60), STANDARD.open());
        assertEquals(3, STANDARD.successesToClose());
        assertEquals(3, STANDARD.attempts());
    }

    @Test
    void only_passing_troubles_with_a_short_wait_are_retried() {
        assertTrue(STANDARD.isWorthRetrying(failure(Fault.TEMPORARY, null)));
        assertTrue(STANDARD.isWorthRetrying(failure(Fault.TEMPORARY, Duration.ofSeconds(30))));
        assertFalse(STANDARD.isWorthRetrying(failure(Fault.TEMPORARY, Duration.ofSeconds(31))));
        assertFalse(STANDARD.isWorthRetrying(failure(Fault.UNUSABLE, null)));
        assertFalse(STANDARD.isWorthRetrying(failure(Fault.INVALID_REQUEST, null)));
        assertFalse(STANDARD.isWorthRetrying(failure(Fault.AUTHENTICATION, null)));
    }

    private static CallFailure failure(Fault fault, @Nullable Duration retryAfter) {
        return new CallFailure(fault, "", retryAfter, Usage.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "301, UNUSABLE", "400, INVALID_REQUEST", "401, AUTHENTICATION", "402, UNUSABLE", "403, AUTHENTICATION",
        "404, UNUSABLE", "408, TEMPORARY", "409, TEMPORARY", "413, INVALID_REQUEST", "422, INVALID_REQUEST",
        "425, TEMPORARY", "429, TEMPORARY", "500, TEMPORARY", "503, TEMPORARY", "529, TEMPORARY"
    })
    void each_status_has_its_meaning(int status, Fault fault) {
        assertEquals(fault, Fault.ofStatus(status));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "' 20 ', 20",
        "86400, 3600",
        "'Sun, 01 Mar 2026 10:00:09 GMT', 9",
        "'Sun, 01 Mar 2026 09:00:00 GMT', 0",
        "'Mon, 01 Mar 2027 10:00:00 GMT', 3600"
    })
    void retry_after_is_seconds_or_a_date_within_an_hour(String header, long seconds) {
        assertEquals(Duration.ofSeconds(seconds), RetryAfter.parse(header, NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1.5", "1h"})
    void another_retry_after_is_none(String header) {
        assertNull(RetryAfter.parse(header, NOW));
    }

    @Test
    void tokens_of_a_day_are_taken_before_and_corrected_after() {
        SettableClock clock = new SettableClock();
        DailyTokens tokens = new DailyTokens(1_000, clock);
        DailyTokens.Reservation first = tokens.reserve(700);
        assertTrue(first.isGranted());
        assertFalse(tokens.reserve(301).isGranted());
        assertTrue(tokens.reserve(300).isGranted());
        tokens.settle(first, 200);
        assertEquals(500, tokens.left());
        clock.advance(Duration.ofHours(14));
        assertEquals(1_000, tokens.left());
        tokens.settle(first, 5_000);
        assertEquals(1_000, tokens.left());
    }

    @Test
    void a_call_may_take_more_than_was_thought_and_nothing_is_left_then() {
        DailyTokens tokens = new DailyTokens(1_000, Clock.fixed(NOW, ZoneOffset.UTC));
        tokens.settle(tokens.reserve(900), 1_100);
        assertEquals(0, tokens.left());
        assertFalse(tokens.reserve(1).isGranted());
    }

    @Test
    void requests_of_a_minute_count_for_a_minute_and_can_be_given_back() {
        SettableClock clock = new SettableClock();
        RequestsOfMinute requests = new RequestsOfMinute(2, clock);
        Instant first = requests.take().orElseThrow();
        clock.advance(Duration.ofSeconds(30));
        assertTrue(requests.take().isPresent());
        assertTrue(requests.take().isEmpty());
        requests.giveBack(first);
        assertEquals(1, requests.sent());
        assertTrue(requests.take().isPresent());
        clock.advance(Duration.ofSeconds(30));
        assertTrue(requests.take().isEmpty());
        clock.advance(Duration.ofSeconds(30));
        assertEquals(0, requests.sent());
        assertTrue(requests.take().isPresent());
    }

    @Test
    void a_clock_that_is_set_back_does_not_keep_a_model_out_of_use() {
        SettableClock clock = new SettableClock();
        RequestsOfMinute requests = new RequestsOfMinute(1, clock);
        assertTrue(requests.take().isPresent());
        clock.advance(Duration.ofHours(-5));
        assertTrue(requests.take().isPresent());
    }
}

package io.ktrdr.registry.sync;

import static io.ktrdr.registry.sync.Scene.NOW;
import static io.ktrdr.registry.sync.Scene.incarnationOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.sync.LostReason;
import io.ktrdr.contracts.sync.SyncResponse.Granted;
import io.ktrdr.contracts.sync.SyncResponse.Lost;
import io.ktrdr.contracts.sync.SyncResponse.PoolSize;
import io.ktrdr.contracts.sync.SyncResponse.Stray;
import io.ktrdr.registry.reservation.Reservation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MatchingTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private static Map<String, String> grants(Decision decision) {
        return decision.response().granted().stream().collect(Collectors.toMap(Granted::claim, Granted::workerId));
    }

    private static List<Long> tokens(Decision decision) {
        return decision.response().granted().stream().map(Granted::token).toList();
    }

    private static void nothingChanges(Decision decision) {
        assertEquals(List.of(), decision.change().released());
        assertEquals(List.of(), decision.change().reserved());
    }

    @Nested
    class TheCounter {
        @Test
        void a_brand_new_registry_grants_at_once_and_counts_from_one() {
            Decision decision =
                    new Scene().counter(0).trainingWorker("w1").wants("a").decide();
            assertEquals(List.of(1L), tokens(decision));
            assertEquals(1, decision.change().state().counter());
        }

        @Test
        void each_grant_has_a_higher_token_than_any_before() {
            Decision decision = new Scene()
                    .counter(100)
                    .trainingWorker("w1")
                    .backtestWorker("b1")
                    .wants("a")
                    .wantsBacktest("b")
                    .decide();
            assertEquals(List.of(101L, 102L), tokens(decision));
            assertEquals(102, decision.change().state().counter());
        }

        @Test
        void the_highest_token_of_the_coordinator_raises_it() {
            assertEquals(
                    500, new Scene().maxToken(500).decide().change().state().counter());
        }

        @Test
        void the_marks_of_the_workers_raise_it() {
            Decision decision = new Scene().trainingWorker("w1").mark("w1", 700).decide();
            assertEquals(700, decision.change().state().counter());
        }

        @Test
        void it_never_falls() {
            assertEquals(100, new Scene().maxToken(7).decide().change().state().counter());
        }
    }

    @Nested
    class WhatEnded {
        @Test
        void is_free_in_the_same_call_although_the_last_heartbeat_still_names_it() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .reserved("old", "w1", 5)
                    .reports("w1", "old", 5)
                    .ended("old", 5)
                    .wants("new")
                    .decide();
            assertEquals(Map.of("new", "w1"), grants(decision));
            assertEquals(List.of("old"), decision.change().released());
            assertEquals(List.of(), decision.response().strays());
        }

        @Test
        void stays_free_in_the_next_call_while_the_heartbeat_is_older_than_the_end() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .reports("w1", "old", 5)
                    .endedBefore("w1", "old", 5, Duration.ofSeconds(2))
                    .wants("new")
                    .decide();
            assertEquals(Map.of("new", "w1"), grants(decision));
            assertEquals(List.of(), decision.response().strays());
        }

        @Test
        void is_a_stray_again_when_heartbeats_keep_naming_it() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .reports("w1", "old", 5)
                    .endedBefore("w1", "old", 5, Duration.ofSeconds(20))
                    .wants("new")
                    .decide();
            assertEquals(Map.of(), grants(decision));
            assertEquals(
                    List.of(new Stray("w1", incarnationOf("w1"), "http://w1", "old", 5)),
                    decision.response().strays());
        }

        @Test
        void is_not_postponed_by_repeating_it() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .reports("w1", "old", 5)
                    .endedBefore("w1", "old", 5, Duration.ofSeconds(20))
                    .ended("old", 5)
                    .decide();
            assertEquals(Map.of(), decision.change().ended());
            assertEquals(1, decision.response().strays().size());
        }

        @Test
        void under_another_token_is_another_job() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .heldAndReserved("a", "w1", 7)
                    .ended("a", 5)
                    .decide();
            nothingChanges(decision);
        }

        @Test
        void under_an_older_token_leaves_the_claims_present_grant_alone() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .reserved("a", "w1", 7)
                    .ended("a", 5)
                    .wants("a")
                    .decide();
            assertEquals(List.of(7L), tokens(decision));
        }

        @Test
        void and_is_wanted_again_gets_a_new_token() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .mark("w1", 7)
                    .reserved("a", "w1", 7)
                    .ended("a", 7)
                    .wants("a")
                    .decide();
            assertEquals(List.of(101L), tokens(decision));
        }

        @Test
        void without_having_been_accepted_was_refused_and_its_worker_is_not_asked_again_at_once() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .mark("w1", 6)
                    .reserved("refused", "w1", 7)
                    .ended("refused", 7)
                    .wants("next")
                    .decide();
            assertEquals(Map.of(), grants(decision));
            assertEquals(List.of("refused"), decision.change().released());
        }

        @Test
        void without_having_been_accepted_keeps_its_worker_waiting_until_it_has_been_heard_since() {
            Scene scene = new Scene().trainingWorker("w1").wants("next");
            assertEquals(
                    Map.of(),
                    grants(scene.endedBefore("w1", "refused", 7, Duration.ofMillis(500))
                            .decide()));
            assertEquals(
                    Map.of("next", "w1"),
                    grants(scene.endedBefore("w1", "refused", 7, Duration.ofSeconds(2))
                            .decide()));
        }

        @Test
        void before_under_another_token_says_nothing_about_what_runs_now() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .reports("w1", "a", 7)
                    .endedBefore("w1", "a", 5, Duration.ofSeconds(1))
                    .wants("b")
                    .decide();
            assertEquals(Map.of(), grants(decision));
            assertEquals(1, decision.response().strays().size());
        }

        @Test
        void wins_over_held() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .heldAndReserved("a", "w1", 7)
                    .ended("a", 7)
                    .decide();
            assertEquals(List.of("a"), decision.change().released());
            assertEquals(List.of(), decision.response().lost());
        }

        @Test
        void because_the_worker_was_busy_does_not_make_it_free() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .reserved("refused", "w1", 9)
                    .reports("w1", "foreign", 3)
                    .ended("refused", 9)
                    .wants("next")
                    .decide();
            assertEquals(Map.of(), grants(decision));
            assertEquals(List.of("refused"), decision.change().released());
        }
    }

    @Nested
    class WhatIsNeitherHeldNorWanted {
        @Test
        void is_released() {
            Decision decision =
                    new Scene().trainingWorker("w1").reserved("a", "w1", 5).decide();
            assertEquals(List.of("a"), decision.change().released());
        }

        @Test
        void frees_its_worker_in_the_same_call() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .reserved("a", "w1", 5)
                    .wants("b")
                    .decide();
            assertEquals(Map.of("b", "w1"), grants(decision));
        }

        @Test
        void is_released_too_when_the_coordinator_holds_it_under_another_token_on_another_worker() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .trainingWorker("w2")
                    .reserved("a", "w2", 7)
                    .held("a", "w1", 5)
                    .decide();
            assertEquals(List.of("a"), decision.change().released());
            assertEquals(
                    List.of(new Reservation("a", "w1", incarnationOf("w1"), 5)),
                    decision.change().reserved());
        }
    }

    @Nested
    class WhatIsHeld {
        @Test
        void stays_reserved() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .heldAndReserved("a", "w1", 5)
                    .wants("b")
                    .decide();
            nothingChanges(decision);
            assertEquals(Map.of(), grants(decision));
            assertEquals(List.of(), decision.response().lost());
        }

        @Test
        void and_unknown_is_adopted() {
            Decision decision =
                    new Scene().trainingWorker("w1").held("a", "w1", 5).decide();
            assertEquals(
                    List.of(new Reservation("a", "w1", incarnationOf("w1"), 5)),
                    decision.change().reserved());
            assertEquals(List.of(), decision.response().lost());
        }

        @Test
        void and_unknown_is_superseded_when_the_worker_has_a_newer_token() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .mark("w1", 6)
                    .held("a", "w1", 5)
                    .decide();
            assertEquals(
                    List.of(new Lost("a", 5, LostReason.SUPERSEDED, 1000)),
                    decision.response().lost());
            nothingChanges(decision);
        }

        @Test
        void takes_its_worker_back_from_a_claim_that_merely_wanted_it() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .reserved("b", "w1", 9)
                    .held("a", "w1", 5)
                    .wants("b")
                    .decide();
            assertEquals(List.of("b"), decision.change().released());
            assertEquals(
                    List.of("a"),
                    decision.change().reserved().stream()
                            .map(Reservation::claim)
                            .toList());
            assertEquals(Map.of(), grants(decision));
        }

        @Test
        void twice_on_one_worker_leaves_the_newer_token() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .held("older", "w1", 5)
                    .held("newer", "w1", 6)
                    .decide();
            assertEquals(
                    List.of("newer"),
                    decision.change().reserved().stream()
                            .map(Reservation::claim)
                            .toList());
            assertEquals(
                    List.of(new Lost("older", 5, LostReason.SUPERSEDED, 1000)),
                    decision.response().lost());
        }

        @Test
        void is_lost_as_restarted_when_its_worker_came_back_without_it_and_the_worker_is_free_at_once() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .restarted("w1")
                    .heldAndReserved("a", "w1", 5)
                    .wants("b")
                    .decide();
            assertEquals(
                    List.of(new Lost("a", 5, LostReason.RESTARTED, 1000)),
                    decision.response().lost());
            assertEquals(Map.of("b", "w1"), grants(decision));
            assertEquals("w1-boot-2", decision.response().granted().getFirst().incarnation());
        }

        @Test
        void and_lost_is_said_again_as_long_as_it_is_held() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .restarted("w1")
                    .held("a", "w1", 5)
                    .decide();
            assertEquals(
                    List.of(new Lost("a", 5, LostReason.RESTARTED, 1000)),
                    decision.response().lost());
            nothingChanges(decision);
        }

        @Test
        void stands_when_its_worker_came_back_with_it() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .restarted("w1")
                    .reports("w1", "a", 5)
                    .heldAndReserved("a", "w1", 5)
                    .decide();
            nothingChanges(decision);
            assertEquals(List.of(), decision.response().lost());
        }

        @Test
        void is_not_restarted_on_the_word_of_a_backup() {
            Decision decision = new Scene()
                    .hearingFor(Duration.ofSeconds(2))
                    .trainingWorker("w1")
                    .restarted("w1")
                    .silentFor("w1", Duration.ofHours(3))
                    .held("a", "w1", 5)
                    .decide();
            assertEquals(List.of(), decision.response().lost());
            assertEquals(
                    List.of("a"),
                    decision.change().reserved().stream()
                            .map(Reservation::claim)
                            .toList());
        }

        @Test
        void is_lost_as_silent_beyond_the_lease_but_only_the_coordinator_gives_it_up() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .silentFor("w1", Duration.ofSeconds(16))
                    .heldAndReserved("a", "w1", 5)
                    .decide();
            assertEquals(
                    List.of(new Lost("a", 5, LostReason.SILENT, 16_000)),
                    decision.response().lost());
            nothingChanges(decision);
        }

        @Test
        void is_not_lost_within_the_lease() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .silentFor("w1", Duration.ofSeconds(15))
                    .heldAndReserved("a", "w1", 5)
                    .decide();
            assertEquals(List.of(), decision.response().lost());
        }

        @Test
        void is_not_silent_while_the_registry_could_not_hear() {
            Decision decision = new Scene()
                    .hearingFor(Duration.ofSeconds(14))
                    .trainingWorker("w1")
                    .silentFor("w1", Duration.ofHours(1))
                    .heldAndReserved("a", "w1", 5)
                    .decide();
            assertEquals(List.of(), decision.response().lost());
        }

        @Test
        void on_a_worker_nobody_has_heard_of_is_silent_only_after_a_whole_lease_of_hearing() {
            assertEquals(
                    List.of(),
                    new Scene()
                            .hearingFor(Duration.ofSeconds(14))
                            .held("a", "gone", 5)
                            .decide()
                            .response()
                            .lost());
            assertEquals(
                    List.of(new Lost("a", 5, LostReason.SILENT, 16_000)),
                    new Scene()
                            .hearingFor(Duration.ofSeconds(16))
                            .held("a", "gone", 5)
                            .decide()
                            .response()
                            .lost());
        }
    }

    @Nested
    class WhatIsWantedAndReserved {
        @Test
        void gets_the_same_grant_again() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .trainingWorker("w2")
                    .reserved("a", "w2", 5)
                    .wants("a")
                    .decide();
            assertEquals(
                    List.of(new Granted("a", "w2", incarnationOf("w2"), "http://w2", 5, false)),
                    decision.response().granted());
            nothingChanges(decision);
        }

        @Test
        void keeps_its_worker_from_those_before_it_in_line() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .reserved("second", "w1", 5)
                    .wants("first")
                    .wants("second")
                    .decide();
            assertEquals(Map.of("second", "w1"), grants(decision));
        }

        @Test
        void gets_the_same_grant_while_its_heartbeat_shows_that_it_started() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .reserved("a", "w1", 5)
                    .reports("w1", "a", 5)
                    .mark("w1", 5)
                    .wants("a")
                    .decide();
            assertEquals(List.of(5L), tokens(decision));
            assertEquals(List.of(), decision.response().strays());
        }

        private static void moves(Scene scene) {
            Decision decision = scene.trainingWorker("w2").wants("a").decide();
            assertEquals(Map.of("a", "w2"), grants(decision));
            assertEquals(List.of(101L), tokens(decision));
            assertEquals(List.of("a"), decision.change().released());
        }

        @Test
        void moves_when_its_worker_is_of_another_type() {
            moves(new Scene().backtestWorker("b1").reserved("a", "b1", 5));
        }

        @Test
        void moves_when_its_worker_is_dead() {
            moves(new Scene().trainingWorker("w1").silentFor("w1", LONG).reserved("a", "w1", 5));
        }

        @Test
        void moves_when_its_worker_runs_something_else() {
            moves(new Scene().trainingWorker("w1").reports("w1", "foreign", 3).reserved("a", "w1", 5));
        }

        @Test
        void moves_when_its_worker_would_refuse_the_token() {
            moves(new Scene().trainingWorker("w1").mark("w1", 6).reserved("a", "w1", 5));
        }

        @Test
        void moves_when_its_worker_is_drained() {
            moves(new Scene().trainingWorker("w1").drained("w1").reserved("a", "w1", 5));
        }

        @Test
        void moves_when_its_worker_is_draining() {
            moves(new Scene().trainingWorker("w1").draining("w1").reserved("a", "w1", 5));
        }

        @Test
        void stays_where_it_was_accepted_although_that_worker_takes_nothing_more() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .trainingWorker("w2")
                    .reserved("a", "w1", 5)
                    .reports("w1", "a", 5)
                    .draining("w1")
                    .wants("a")
                    .decide();
            assertEquals(Map.of("a", "w1"), grants(decision));
            assertEquals(List.of(), decision.response().strays());
        }

        @Test
        void moves_when_its_worker_says_that_it_cannot_work() {
            moves(new Scene().trainingWorker("w1").cannotWork("w1", "disk full").reserved("a", "w1", 5));
        }

        @Test
        void moves_to_a_new_incarnation_under_a_new_token() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .restarted("w1")
                    .reserved("a", "w1", 5)
                    .wants("a")
                    .decide();
            assertEquals(
                    List.of(new Granted("a", "w1", "w1-boot-2", "http://w1", 101, false)),
                    decision.response().granted());
        }

        @Test
        void waits_in_line_when_there_is_nowhere_to_move_to() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .silentFor("w1", LONG)
                    .reserved("a", "w1", 5)
                    .wants("a")
                    .decide();
            assertEquals(Map.of(), grants(decision));
            assertEquals(List.of("a"), decision.change().released());
        }

        @Test
        void keeps_its_worker_unnamed_while_a_registry_just_started_has_not_heard_it() {
            Decision decision = new Scene()
                    .hearingFor(Duration.ofSeconds(1))
                    .trainingWorker("w1")
                    .silentFor("w1", LONG)
                    .reserved("a", "w1", 5)
                    .wants("a")
                    .decide();
            assertEquals(Map.of(), grants(decision));
            nothingChanges(decision);
        }
    }

    @Nested
    class WhatIsWanted {
        @Test
        void is_served_in_line_order() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .trainingWorker("w2")
                    .wants("first")
                    .wants("second")
                    .wants("third")
                    .decide();
            assertEquals(Map.of("first", "w1", "second", "w2"), grants(decision));
        }

        @Test
        void gets_a_worker_of_its_type() {
            Decision decision =
                    new Scene().trainingWorker("w1").wantsBacktest("b").decide();
            assertEquals(Map.of(), grants(decision));
        }

        @Test
        void goes_to_the_worker_that_got_nothing_for_longest() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .mark("w1", 9)
                    .trainingWorker("w2")
                    .mark("w2", 8)
                    .wants("a")
                    .decide();
            assertEquals(Map.of("a", "w2"), grants(decision));
        }

        private static void notGivenOut(Scene scene) {
            assertEquals(Map.of(), grants(scene.wants("a").decide()));
        }

        @Test
        void does_not_get_a_lost_worker() {
            notGivenOut(new Scene().trainingWorker("w1").silentFor("w1", Duration.ofSeconds(16)));
        }

        @Test
        void does_not_get_a_worker_that_was_not_really_heard_within_the_lease() {
            notGivenOut(new Scene()
                    .hearingFor(Duration.ofSeconds(1))
                    .trainingWorker("w1")
                    .silentFor("w1", Duration.ofSeconds(16)));
        }

        @Test
        void does_not_get_a_drained_worker() {
            notGivenOut(new Scene().trainingWorker("w1").drained("w1"));
        }

        @Test
        void does_not_get_a_draining_worker() {
            notGivenOut(new Scene().trainingWorker("w1").draining("w1"));
        }

        @Test
        void does_not_get_a_worker_that_says_that_it_cannot_work() {
            notGivenOut(new Scene().trainingWorker("w1").cannotWork("w1", "disk full"));
        }

        @Test
        void does_not_get_a_worker_that_runs_something_foreign() {
            notGivenOut(new Scene().trainingWorker("w1").reports("w1", "foreign", 3));
        }

        @Test
        void does_not_get_a_worker_held_by_another() {
            notGivenOut(new Scene().trainingWorker("w1").held("other", "w1", 50).counter(100));
        }

        @Test
        void avoids_a_worker_while_another_is_free() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .trainingWorker("w2")
                    .wants("a", "w1")
                    .decide();
            assertEquals(Map.of("a", "w2"), grants(decision));
            assertFalse(decision.response().granted().getFirst().avoidIgnored());
        }

        @Test
        void waits_for_a_busy_worker_rather_than_take_the_one_to_avoid_and_lets_the_next_in_line_have_it() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .trainingWorker("w2")
                    .heldAndReserved("running", "w2", 5)
                    .wants("a", "w1")
                    .wants("b")
                    .decide();
            assertEquals(Map.of("b", "w1"), grants(decision));
        }

        @Test
        void takes_a_worker_to_avoid_when_there_is_no_other_and_says_so() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .trainingWorker("lost")
                    .silentFor("lost", LONG)
                    .backtestWorker("b1")
                    .wants("a", "w1")
                    .decide();
            assertEquals(Map.of("a", "w1"), grants(decision));
            assertTrue(decision.response().granted().getFirst().avoidIgnored());
        }
    }

    @Nested
    class ARestoredRegistry {
        private static void grantsNothingForOneHeartbeat(Scene scene) {
            Decision decision = scene.trainingWorker("w9").wants("b").decide();
            assertEquals(Map.of(), grants(decision));
            assertEquals(
                    NOW.plus(Scene.TIMING.heartbeat()),
                    decision.change().state().rebuildingUntil());
        }

        @Test
        void is_recognised_by_the_highest_token_of_the_coordinator() {
            grantsNothingForOneHeartbeat(new Scene().maxToken(101));
        }

        @Test
        void is_recognised_by_a_workers_mark() {
            grantsNothingForOneHeartbeat(new Scene().trainingWorker("w1").mark("w1", 101));
        }

        @Test
        void is_recognised_by_a_held_claim_it_does_not_know() {
            grantsNothingForOneHeartbeat(new Scene().trainingWorker("w1").held("a", "w1", 5));
        }

        @Test
        void is_recognised_by_a_held_claim_on_a_worker_it_does_not_know_yet() {
            grantsNothingForOneHeartbeat(
                    new Scene().hearingFor(Duration.ofSeconds(1)).held("a", "unknown", 5));
        }

        @Test
        void goes_on_granting_although_a_forgotten_worker_is_still_held() {
            Decision decision = new Scene()
                    .held("a", "forgotten", 5)
                    .trainingWorker("w1")
                    .wants("b")
                    .decide();
            assertEquals(Map.of("b", "w1"), grants(decision));
        }

        @Test
        void grants_nothing_until_the_time_is_over() {
            Decision decision = new Scene()
                    .rebuildingUntil(NOW.plusMillis(1))
                    .trainingWorker("w1")
                    .wants("a")
                    .decide();
            assertEquals(Map.of(), grants(decision));
        }

        @Test
        void does_not_repeat_grants_either_but_keeps_them() {
            Decision decision = new Scene()
                    .rebuildingUntil(NOW.plusMillis(1))
                    .trainingWorker("w1")
                    .reserved("a", "w1", 5)
                    .wants("a")
                    .decide();
            assertEquals(Map.of(), grants(decision));
            nothingChanges(decision);
        }

        @Test
        void grants_again_when_it_is_over() {
            Decision decision = new Scene()
                    .rebuildingUntil(NOW)
                    .trainingWorker("w1")
                    .wants("a")
                    .decide();
            assertEquals(Map.of("a", "w1"), grants(decision));
        }
    }

    @Nested
    class AStray {
        @Test
        void is_a_job_that_nobody_holds() {
            Decision decision =
                    new Scene().trainingWorker("w1").reports("w1", "a", 5).decide();
            assertEquals(
                    List.of(new Stray("w1", incarnationOf("w1"), "http://w1", "a", 5)),
                    decision.response().strays());
        }

        @Test
        void is_a_job_under_an_older_token_than_the_one_that_stands() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .reports("w1", "a", 5)
                    .trainingWorker("w2")
                    .heldAndReserved("a", "w2", 7)
                    .decide();
            assertEquals(
                    List.of(new Stray("w1", incarnationOf("w1"), "http://w1", "a", 5)),
                    decision.response().strays());
        }

        @Test
        void is_not_a_job_that_is_held() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .reports("w1", "a", 5)
                    .heldAndReserved("a", "w1", 5)
                    .decide();
            assertEquals(List.of(), decision.response().strays());
        }

        @Test
        void is_not_a_job_that_is_held_although_its_reservation_is_lost() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .mark("w1", 6)
                    .reports("w1", "a", 5)
                    .held("a", "w1", 5)
                    .decide();
            assertEquals(List.of(), decision.response().strays());
        }

        @Test
        void is_not_claimed_on_the_word_of_a_heartbeat_from_before_the_registrys_start() {
            Decision decision = new Scene()
                    .hearingFor(Duration.ofSeconds(1))
                    .trainingWorker("w1")
                    .silentFor("w1", Duration.ofSeconds(2))
                    .reports("w1", "a", 5)
                    .decide();
            assertEquals(List.of(), decision.response().strays());
        }

        @Test
        void on_a_lost_worker_is_not_named() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .silentFor("w1", LONG)
                    .reports("w1", "a", 5)
                    .decide();
            assertEquals(List.of(), decision.response().strays());
        }
    }

    @Nested
    class ThePool {
        @Test
        void counts_all_but_the_drained_and_lost_ones_until_they_are_forgotten() {
            Decision decision = new Scene()
                    .trainingWorker("w1")
                    .trainingWorker("w2")
                    .drained("w2")
                    .trainingWorker("w3")
                    .silentFor("w3", LONG)
                    .heldAndReserved("a", "w1", 5)
                    .backtestWorker("b1")
                    .wantsBacktest("b")
                    .decide();
            assertEquals(new PoolSize(2, 1), decision.response().pool().training());
            assertEquals(new PoolSize(1, 1), decision.response().pool().backtesting());
        }
    }
}

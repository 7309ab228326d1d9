package io.ktrdr.coordinator.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.coordinator.lock.Claimant.Turn;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LockDecisionTest {
    private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-01-01T12:00:00Z");

    private static Lock lock(String text) {
        return text.startsWith("w ") ? Lock.write("x:" + text.substring(2)) : Lock.read("x:" + text.substring(2));
    }

    private static List<Lock> locks(String... texts) {
        return List.of(texts).stream().map(LockDecisionTest::lock).toList();
    }

    private static Claimant beginner(String id, int second, String... wanted) {
        return new Claimant(id, NOON.plusSeconds(second), Turn.BEGINS, List.of(), locks(wanted), 0, 0, second);
    }

    private static Claimant holder(
            String id, int second, List<Lock> held, List<Lock> wanted, long lost, int deadlocks) {
        return new Claimant(id, NOON.plusSeconds(second), Turn.HOLDS, held, wanted, lost, deadlocks, second);
    }

    private static Claimant holder(String id, int second, List<Lock> held, String... wanted) {
        return holder(id, second, held, locks(wanted), 0, 0);
    }

    private static <T> T there(@Nullable T value) {
        return Objects.requireNonNull(value);
    }

    private static LockDecision.Waiting first(Map<String, List<LockDecision.Waiting>> waiting, String id) {
        return there(waiting.get(id)).getFirst();
    }

    private static Set<String> granted(Claimant... claimants) {
        return LockDecision.of(List.of(claimants)).granted().keySet();
    }

    @Test
    void readers_share_and_a_writer_is_alone() {
        assertEquals(
                Set.of("a", "b"), granted(beginner("a", 1, "r d"), beginner("b", 2, "r d"), beginner("c", 3, "w d")));
        assertEquals(Set.of("a"), granted(beginner("a", 1, "w d"), beginner("b", 2, "r d"), beginner("c", 3, "w d")));
    }

    @Test
    void who_comes_later_does_not_pass_one_who_waits_for_the_same() {
        LockDecision decision = LockDecision.of(
                List.of(holder("reader", 1, locks("r d")), beginner("writer", 2, "w d"), beginner("late", 3, "r d")));
        assertEquals(Set.of(), decision.granted().keySet());
        assertEquals(
                new Block(lock("w d"), "reader", lock("r d"), true),
                decision.blocked().get("writer"));
        assertEquals(
                new Block(lock("r d"), "writer", lock("w d"), false),
                decision.blocked().get("late"));
    }

    @Test
    void all_or_none() {
        LockDecision decision = LockDecision.of(
                List.of(holder("a", 1, locks("w d")), beginner("b", 2, "w e", "r d"), beginner("c", 3, "w f")));
        assertEquals(Map.of("c", 1), decision.granted());
        assertEquals(Set.of("b"), decision.blocked().keySet());
    }

    @Test
    void what_one_waits_for_is_kept_from_those_who_come_later_all_of_it() {
        assertEquals(
                Set.of(),
                granted(holder("a", 1, locks("w d")), beginner("b", 2, "w e", "r d"), beginner("c", 3, "w e")));
    }

    @Test
    void patterns_exclude_what_they_match_in_both_directions() {
        assertEquals(
                Set.of("a", "c"),
                granted(beginner("a", 1, "w rsi_*"), beginner("b", 2, "r rsi_7"), beginner("c", 3, "r macd_1")));
        assertEquals(
                Set.of("a", "c"),
                granted(beginner("a", 1, "w rsi_7"), beginner("b", 2, "w rsi_*"), beginner("c", 3, "r macd_*")));
        assertEquals(Set.of("a"), granted(beginner("a", 1, "r *_7"), beginner("b", 2, "w rsi_*")));
    }

    @Test
    void who_stands_back_keeps_nobody_waiting() {
        assertEquals(Set.of("b"), granted(beginner("a", 1, "w d").standingBack(), beginner("b", 2, "w d")));
        assertEquals(Set.of("a"), granted(beginner("a", 1, "w d").standingBack()));
    }

    @Test
    void who_holds_what_others_wait_for_is_asked_before_them() {
        LockDecision decision =
                LockDecision.of(List.of(beginner("early", 1, "w d", "w e"), holder("late", 9, locks("w d"), "w e")));
        assertEquals(Map.of("late", 1), decision.granted());
        assertTrue(decision.victims().isEmpty());
    }

    @Test
    void a_reader_becomes_the_writer_when_it_is_the_only_one() {
        assertEquals(Set.of("a"), granted(holder("a", 1, locks("r d"), "w d")));
        assertEquals(Set.of(), granted(holder("a", 1, locks("r d"), "w d"), holder("b", 2, locks("r d"))));
    }

    @Test
    void two_readers_who_both_want_to_write_are_a_circle() {
        LockDecision decision =
                LockDecision.of(List.of(holder("a", 1, locks("r d"), "w d"), holder("b", 2, locks("r d"), "w d")));
        assertEquals(Map.of("b", new Deadlock(List.of("b", "a"))), decision.victims());
    }

    @Test
    void the_victim_is_who_loses_least_then_the_youngest_but_not_a_third_time() {
        List<Lock> d = locks("w d");
        List<Lock> e = locks("w e");
        assertEquals(
                Set.of("a"),
                LockDecision.of(List.of(holder("a", 1, d, e, 10, 0), holder("b", 2, e, d, 20, 0)))
                        .victims()
                        .keySet());
        assertEquals(
                Set.of("b"),
                LockDecision.of(List.of(holder("a", 1, d, e, 10, 0), holder("b", 2, e, d, 10, 1)))
                        .victims()
                        .keySet());
        assertEquals(
                Set.of("b"),
                LockDecision.of(List.of(holder("a", 1, d, e, 10, 2), holder("b", 2, e, d, 20, 0)))
                        .victims()
                        .keySet());
    }

    @Test
    void a_circle_is_told_in_its_order() {
        LockDecision decision = LockDecision.of(List.of(
                holder("a", 1, locks("w 1"), "w 2"),
                holder("b", 2, locks("w 2"), "w 3"),
                holder("c", 3, locks("w 3"), "w 1"),
                holder("d", 4, locks("w 4"), "w 1")));
        assertEquals("c -> a -> b -> c", there(decision.victims().get("c")).describe());
        assertEquals(1, decision.victims().size());
    }

    @Test
    void two_circles_that_share_nobody_lose_one_each_and_a_knot_loses_as_many_as_it_takes() {
        LockDecision two = LockDecision.of(List.of(
                holder("a", 1, locks("w 1"), "w 2"),
                holder("b", 2, locks("w 2"), "w 1"),
                holder("c", 3, locks("w 3"), "w 4"),
                holder("d", 4, locks("w 4"), "w 3")));
        assertEquals(Set.of("b", "d"), two.victims().keySet());
        LockDecision knot = LockDecision.of(List.of(
                holder("a", 1, locks("r 1"), "w 1"),
                holder("b", 2, locks("r 1"), "w 1"),
                holder("c", 3, locks("r 1"), "w 1")));
        assertEquals(Set.of("b", "c"), knot.victims().keySet());
    }

    @Test
    void who_is_kept_from_its_locks_by_a_victim_only_has_them_soon_and_need_not_be_disturbed() {
        LockDecision decision = LockDecision.of(List.of(
                holder("a", 1, locks("w 1"), "w 2"), holder("b", 2, locks("w 2"), "w 1"), beginner("c", 3, "r 1")));
        assertEquals(Set.of("b"), decision.victims().keySet());
        assertEquals(Set.of("a"), decision.soon());
        assertEquals(Set.of("a", "b", "c"), decision.blocked().keySet());
    }

    @Test
    void a_victim_without_its_locks_waits_behind_those_who_have_them_and_no_new_circle_arises() {
        LockDecision decision = LockDecision.of(List.of(
                holder("later", 5, locks("w 1"), "w 2"),
                beginner("victim", 1, "w 1", "w 2"),
                beginner("new", 9, "w 2")));
        assertEquals(Map.of("later", 1), decision.granted());
        assertTrue(decision.victims().isEmpty());
        assertFalse(decision.grants("new"));
    }

    @Test
    void for_people_each_lock_is_told_with_who_is_in_the_way_and_how_many_come_before() {
        Map<String, List<LockDecision.Waiting>> waiting = LockDecision.waiting(List.of(
                holder("h", 1, locks("w rsi_1")),
                beginner("a", 2, "w rsi_*"),
                beginner("b", 3, "r rsi_2"),
                beginner("c", 4, "r rsi_1", "r other")));
        assertEquals(
                new Block(lock("w rsi_*"), "h", lock("w rsi_1"), true),
                first(waiting, "a").block());
        assertEquals(0, first(waiting, "a").ahead());
        assertEquals("a", there(first(waiting, "b").block()).blockedBy());
        assertFalse(there(first(waiting, "b").block()).holds());
        assertEquals(1, first(waiting, "b").ahead());
        assertEquals("h", there(first(waiting, "c").block()).blockedBy());
        assertEquals(1, first(waiting, "c").ahead());
        assertEquals(null, there(waiting.get("c")).get(1).block());
    }
}

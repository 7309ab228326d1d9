package io.ktrdr.coordinator.research;

import static io.ktrdr.coordinator.research.AResearch.aResearch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.DependencyFailurePolicy;
import io.ktrdr.coordinator.lock.Block;
import io.ktrdr.coordinator.lock.Deadlock;
import io.ktrdr.coordinator.lock.Lock;
import io.ktrdr.coordinator.lock.LockDecision;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an operation does that may not begin, or not go on. */
class HoldTest {
    private static final long EPOCH = 7;
    private static final Patience PATIENCE = new Patience(15_000, 600_000, 600_000);
    private static final Set<String> AT_WORK = Set.of("op_agent_design1");

    private static Standing lacking(int locks) {
        return new Standing(false, null, DependencyFailurePolicy.FAIL, false, locks);
    }

    private static Standing broken(DependencyFailurePolicy policy) {
        return new Standing(true, "op_other", policy, true, 0);
    }

    private static Observation seen(LockDecision locks, Set<String> expired) {
        return Observation.ofEpoch(EPOCH, AT_WORK, PATIENCE).with(locks, expired);
    }

    private static LockDecision blocked(Root research, Set<String> soon, Map<String, Deadlock> victims) {
        Lock lock = Lock.write("file:a");
        return new LockDecision(
                Map.of(), Map.of(research.id(), new Block(lock, "op_other", lock, true)), soon, victims);
    }

    private static Observation blocking(Root research) {
        return seen(blocked(research, Set.of(), Map.of()), Set.of());
    }

    @Test
    void what_depends_on_others_waits_for_them_and_wants_nobody() {
        Root research = aResearch()
                .standing(new Standing(true, null, DependencyFailurePolicy.RUN, true, 2))
                .now();
        Observation seen = seen(LockDecision.NOTHING, Set.of());
        Transition.Hold hold = assertInstanceOf(Transition.Hold.class, StateMachine.decide(research, seen));
        assertEquals(WaitingCause.DEPENDENCY, hold.cause());
        assertNull(StateMachine.wanted(research, seen));
    }

    @Test
    void a_broken_dependency_fails_or_skips_it_with_a_code() {
        Observation seen = seen(LockDecision.NOTHING, Set.of());
        Transition.Fail fail = assertInstanceOf(
                Transition.Fail.class,
                StateMachine.decide(
                        aResearch()
                                .standing(broken(DependencyFailurePolicy.FAIL))
                                .now(),
                        seen));
        assertEquals("dependency_failed", fail.code());
        Transition.Cancel skip = assertInstanceOf(
                Transition.Cancel.class,
                StateMachine.decide(
                        aResearch()
                                .standing(broken(DependencyFailurePolicy.SKIP))
                                .now(),
                        seen));
        assertEquals("dependency_failed", skip.code());
    }

    @Test
    void who_stands_in_line_does_not_begin_before_it_is_let_in() {
        Root research = aResearch()
                .standing(new Standing(false, null, DependencyFailurePolicy.FAIL, true, 1))
                .now();
        Observation seen = seen(new LockDecision(Map.of(research.id(), 1), Map.of(), Set.of(), Map.of()), Set.of());
        Transition stay = assertInstanceOf(Transition.Stay.class, StateMachine.decide(research, seen));
        assertTrue(LockChange.of(stay, seen).isNone(), "it has no locks before it begins");
    }

    @Test
    void locks_are_given_with_the_beginning_and_all_that_were_asked_for() {
        Root research = aResearch().standing(lacking(2)).now();
        Observation seen = seen(new LockDecision(Map.of(research.id(), 2), Map.of(), Set.of(), Map.of()), Set.of());
        Transition wait = assertInstanceOf(Transition.Wait.class, StateMachine.decide(research, seen));
        assertEquals(new LockChange(2, false), LockChange.of(wait, seen));
        Observation fewer = seen(new LockDecision(Map.of(research.id(), 1), Map.of(), Set.of(), Map.of()), Set.of());
        assertInstanceOf(Transition.Hold.class, StateMachine.decide(research, fewer), "one was asked for meanwhile");
    }

    @Test
    void an_agent_is_taken_from_who_has_to_wait_and_a_worker_keeps_the_job_until_its_checkpoint() {
        Root designing = aResearch().inDesigning().standing(lacking(1)).now();
        Transition.Hold hold =
                assertInstanceOf(Transition.Hold.class, StateMachine.decide(designing, blocking(designing)));
        assertEquals(FailureClass.DEFERRED, hold.endings().getFirst().failureClass());
        Root training = aResearch().inTraining().standing(lacking(1)).now();
        hold = assertInstanceOf(Transition.Hold.class, StateMachine.decide(training, blocking(training)));
        assertEquals(List.of(), hold.endings());
        assertEquals(1, hold.root().jobs().size());
    }

    @Test
    void a_victim_gives_its_locks_back_once_nothing_runs_in_its_name() {
        Deadlock deadlock = new Deadlock(List.of("op_research", "op_other"));
        Root training = aResearch().inTraining().standing(lacking(1)).now();
        Observation seen = seen(blocked(training, Set.of(), Map.of(training.id(), deadlock)), Set.of());
        assertFalse(LockChange.of(StateMachine.decide(training, seen), seen).returned());
        Root designing = aResearch().inDesigning().standing(lacking(1)).now();
        Observation also = seen(blocked(designing, Set.of(), Map.of(designing.id(), deadlock)), Set.of());
        assertTrue(LockChange.of(StateMachine.decide(designing, also), also).returned());
    }

    @Test
    void who_only_waits_for_a_victim_is_not_disturbed() {
        Root training = aResearch().inTraining().standing(lacking(1)).now();
        Observation seen = seen(blocked(training, Set.of(training.id()), Map.of()), Set.of());
        assertInstanceOf(Transition.Stay.class, StateMachine.decide(training, seen));
        Root designing = aResearch().inDesigning().standing(lacking(1)).now();
        Transition stay =
                StateMachine.decide(designing, seen(blocked(designing, Set.of(designing.id()), Map.of()), Set.of()));
        assertInstanceOf(Transition.Stay.class, stay);
        assertEquals(List.of(), stay.endings());
    }

    @Test
    void what_is_done_needs_no_lock_any_more() {
        Root assessed = aResearch().assessed().standing(lacking(1)).now();
        assertInstanceOf(Transition.Complete.class, StateMachine.decide(assessed, blocking(assessed)));
    }

    @Test
    void an_attempt_whose_locks_have_expired_is_over_and_its_worker_may_still_be_at_it() {
        Root training = aResearch().inTraining().now();
        Transition decided = StateMachine.decide(training, seen(LockDecision.NOTHING, Set.of(training.id())));
        Ending ending = decided.endings().getFirst();
        assertEquals(FailureClass.INTERRUPTED, ending.failureClass());
        assertEquals("locks_expired", ending.code());
        assertTrue(ending.mayStillRun());
    }
}

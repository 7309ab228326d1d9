package io.ktrdr.coordinator.research;

import static io.ktrdr.coordinator.research.AResearch.EPOCH;
import static io.ktrdr.coordinator.research.AResearch.aResearch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.job.Checkpoint;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.ResearchPhase;
import io.ktrdr.contracts.sync.LostReason;
import io.ktrdr.contracts.sync.SyncResponse.Lost;
import io.ktrdr.coordinator.lock.LockDecision;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StateMachineTest {
    private static final long LEASE = 15_000;
    private static final long DEADLINE = 600_000;
    private static final long AGENT_DEADLINE = 900_000;
    private static final Patience PATIENCE = new Patience(LEASE, DEADLINE, AGENT_DEADLINE);
    private static final Set<String> AGENTS_AT_WORK = Set.of("op_agent_design1", "op_agent_assessment1");
    private static final Observation NOTHING_SEEN = Observation.ofEpoch(EPOCH, AGENTS_AT_WORK, PATIENCE);

    /**
     * Every phase, every state of its child, every class of failure, every loss; without and with somebody free.
     */
    @ParameterizedTest(name = "{0} {1}: {2} / {3}")
    @CsvSource(delimiter = '|', textBlock = """
            agent_design     | absent            | wait agent_design 1                            | start agent_design 1
            agent_design     | pending           | wait agent_design 1                            | start agent_design 1
            agent_design     | running           | stay                                           | stay
            agent_design     | dropped | end dropped, wait agent_design 2 | end dropped, start agent_design 2
            agent_design     | orphaned          | end orphaned, wait agent_design 2              | end orphaned, start agent_design 2
            agent_design | stalled | end no_progress, wait agent_design 2 | end no_progress, start agent_design 2
            agent_design | almost stalled | stay | stay
            agent_design     | lost silent       | stay                                           | stay
            agent_design     | completed         | wait training 1                                | start training 1
            agent_design     | failed job        | fail                                           | fail
            agent_design     | failed worker     | wait agent_design 2                            | start agent_design 2
            agent_design     | failed interrupted| wait agent_design 2                            | start agent_design 2
            agent_design     | cancelled         | cancel                                         | cancel
            training         | absent            | wait training 1                                | start training 1
            training         | pending           | wait training 1                                | start training 1
            training         | running           | stay                                           | stay
            training | stalled | end no_progress, wait training 2 | end no_progress, start training 2
            training | almost stalled | stay | stay
            training | stalled and silent | end worker_silent, wait training 2 | end worker_silent, start training 2
            training         | orphaned          | stay                                           | stay
            training         | lost silent       | end worker_silent, wait training 2             | end worker_silent, start training 2
            training         | lost but heard    | stay                                           | stay
            training         | lost restarted    | end worker_restarted, wait training 2          | end worker_restarted, start training 2
            training         | lost superseded   | end fenced, wait training 2                    | end fenced, start training 2
            training         | lost other token  | stay                                           | stay
            training         | completed         | wait backtesting 1                             | start backtesting 1
            training         | rejected          | wait agent_assessment 1                        | start agent_assessment 1
            training         | failed job        | fail                                           | fail
            training         | failed worker     | wait training 2                                | start training 2
            training         | failed interrupted| wait training 2                                | start training 2
            training         | cancelled         | cancel                                         | cancel
            backtesting      | absent            | wait backtesting 1                             | start backtesting 1
            backtesting      | pending           | wait backtesting 1                             | start backtesting 1
            backtesting      | running           | stay                                           | stay
            backtesting | stalled | end no_progress, wait backtesting 2 | end no_progress, start backtesting 2
            backtesting | almost stalled | stay | stay
            backtesting | stalled and silent | end worker_silent, wait backtesting 2 | end worker_silent, start backtesting 2
            backtesting      | orphaned          | stay                                           | stay
            backtesting      | lost silent       | end worker_silent, wait backtesting 2          | end worker_silent, start backtesting 2
            backtesting      | lost but heard    | stay                                           | stay
            backtesting      | lost restarted    | end worker_restarted, wait backtesting 2       | end worker_restarted, start backtesting 2
            backtesting      | lost superseded   | end fenced, wait backtesting 2                 | end fenced, start backtesting 2
            backtesting      | lost other token  | stay                                           | stay
            backtesting      | completed         | wait agent_assessment 1                        | start agent_assessment 1
            backtesting      | failed job        | fail                                           | fail
            backtesting      | failed worker     | wait backtesting 2                             | start backtesting 2
            backtesting      | failed interrupted| wait backtesting 2                             | start backtesting 2
            backtesting      | cancelled         | cancel                                         | cancel
            agent_assessment | absent            | wait agent_assessment 1                        | start agent_assessment 1
            agent_assessment | pending           | wait agent_assessment 1                        | start agent_assessment 1
            agent_assessment | running           | stay                                           | stay
            agent_assessment | dropped | end dropped, wait agent_assessment 2 | end dropped, start agent_assessment 2
            agent_assessment | orphaned          | end orphaned, wait agent_assessment 2          | end orphaned, start agent_assessment 2
            agent_assessment | stalled | end no_progress, wait agent_assessment 2 | end no_progress, start agent_assessment 2
            agent_assessment | almost stalled | stay | stay
            agent_assessment | lost silent       | stay                                           | stay
            agent_assessment | completed         | complete                                       | complete
            agent_assessment | failed job        | fail                                           | fail
            agent_assessment | failed worker     | wait agent_assessment 2                        | start agent_assessment 2
            agent_assessment | failed interrupted| wait agent_assessment 2                        | start agent_assessment 2
            agent_assessment | cancelled         | cancel                                         | cancel
            """)
    void every_state_and_every_observation(String phase, String child, String nobodyFree, String somebodyFree) {
        Root research = with(OperationType.of(phase), child);
        Observation seen = seen(research, child);
        assertEquals(nobodyFree, told(StateMachine.decide(research, seen)));
        assertEquals(somebodyFree, told(StateMachine.decide(research, withEverybodyFree(research, seen))));
    }

    @ParameterizedTest
    @EnumSource(
            value = OperationStatus.class,
            names = {"COMPLETED", "FAILED", "CANCELLED"})
    void a_research_that_is_over_stays_as_it_is_whatever_is_seen(OperationStatus end) {
        for (Root research : List.of(
                aResearch().inTraining().silentFor(LEASE).over(end).now(),
                aResearch().inDesigning().over(end).now(),
                aResearch().assessed().over(end).now())) {
            Observation seen = new Observation(
                    EPOCH + 1,
                    AGENTS_AT_WORK,
                    Map.of(),
                    Map.of(),
                    LockDecision.NOTHING,
                    Set.of(),
                    Map.of("op_training1", lost(research, LostReason.SILENT, 0)),
                    PATIENCE);
            assertEquals("stay", told(StateMachine.decide(research, seen)));
            assertNull(StateMachine.wanted(research, seen));
        }
    }

    @Test
    void design_done_and_no_worker_waits_in_designing() {
        Transition.Wait wait = assertInstanceOf(
                Transition.Wait.class,
                StateMachine.decide(aResearch().designed().now(), NOTHING_SEEN));
        assertEquals(ResearchPhase.DESIGNING, wait.phase());
        assertEquals(WaitingCause.TRAINING_WORKER, wait.cause());
    }

    @Test
    void training_done_and_no_worker_waits_in_training() {
        Transition.Wait wait = assertInstanceOf(
                Transition.Wait.class, StateMachine.decide(aResearch().trained().now(), NOTHING_SEEN));
        assertEquals(ResearchPhase.TRAINING, wait.phase());
        assertEquals(WaitingCause.BACKTEST_WORKER, wait.cause());
    }

    @Test
    void a_new_research_without_a_free_agent_is_in_designing_and_says_so() {
        Transition.Wait wait = assertInstanceOf(
                Transition.Wait.class, StateMachine.decide(aResearch().now(), NOTHING_SEEN));
        assertEquals(ResearchPhase.DESIGNING, wait.phase());
        assertEquals(WaitingCause.AGENT, wait.cause());
        assertNull(wait.plan().stored());
    }

    @Test
    void a_worker_moves_the_research_into_the_phase_of_its_job() {
        Root research = aResearch().waitingForTraining().now();
        Transition.Start start = assertInstanceOf(
                Transition.Start.class, StateMachine.decide(research, withEverybodyFree(research, NOTHING_SEEN)));
        assertEquals(ResearchPhase.TRAINING, start.phase());
        assertEquals("op_training1", start.plan().claim());
        assertNotNull(start.plan().stored());
    }

    @Test
    void gate_rejection_goes_straight_to_assessing_without_a_worker() {
        Plan plan = Objects.requireNonNull(
                StateMachine.wanted(aResearch().rejectedByTheGate().now(), NOTHING_SEEN));
        assertEquals(OperationType.AGENT_ASSESSMENT, plan.type());
        assertEquals(Executor.AGENT, plan.executor());
        JsonNode spec = Json.parse(plan.spec());
        assertTrue(spec.path("backtest").isNull());
        assertEquals("training", spec.at("/gates/0/gate").asText());
        assertEquals(
                "accuracy_below_threshold (5.0% < 10%)",
                spec.at("/gates/0/reason").asText());
    }

    @Test
    void training_that_names_no_accuracy_does_not_pass_the_gate() {
        Root research = aResearch()
                .designed()
                .completed(OperationType.TRAINING, "{\"accuracy\": \"high\"}")
                .now();
        assertEquals(
                OperationType.AGENT_ASSESSMENT,
                Objects.requireNonNull(StateMachine.wanted(research, NOTHING_SEEN))
                        .type());
    }

    @Test
    void third_worker_failure_fails_with_all_reasons() {
        Transition.Fail fail = assertInstanceOf(
                Transition.Fail.class,
                StateMachine.decide(
                        aResearch()
                                .designed()
                                .failed(OperationType.TRAINING, FailureClass.WORKER, "disk full")
                                .failed(OperationType.TRAINING, FailureClass.INTERRUPTED, "drained")
                                .failed(OperationType.TRAINING, FailureClass.WORKER, "out of memory")
                                .failed(OperationType.TRAINING, FailureClass.WORKER, "silent")
                                .now(),
                        NOTHING_SEEN));
        assertEquals(
                "Training failed 3 times: (attempt 1, on w1) disk full; (attempt 3, on w1) out of memory;"
                        + " (attempt 4, on w1) silent",
                fail.reason());
    }

    @Test
    void second_worker_failure_is_tried_again() {
        Root research = aResearch()
                .designed()
                .failed(OperationType.TRAINING, FailureClass.WORKER, "disk full")
                .failed(OperationType.TRAINING, FailureClass.WORKER, "disk full")
                .now();
        assertEquals("wait training 3", told(StateMachine.decide(research, NOTHING_SEEN)));
    }

    @Test
    void a_loss_that_is_the_third_failure_fails_in_the_same_decision() {
        Root research = aResearch()
                .designed()
                .failed(OperationType.TRAINING, FailureClass.WORKER, "disk full")
                .failed(OperationType.TRAINING, FailureClass.WORKER, "disk full")
                .running(OperationType.TRAINING)
                .now();
        Observation seen = new Observation(
                EPOCH,
                AGENTS_AT_WORK,
                Map.of(),
                Map.of(),
                LockDecision.NOTHING,
                Set.of(),
                Map.of("op_training3", lost(research, LostReason.RESTARTED, 0)),
                PATIENCE);
        Transition.Fail fail = assertInstanceOf(Transition.Fail.class, StateMachine.decide(research, seen));
        assertEquals(1, fail.endings().size());
        assertTrue(fail.reason().endsWith("(attempt 3, on w1) Worker w1 restarted without the job"), fail.reason());
    }

    @Test
    void failures_of_one_phase_do_not_count_in_another() {
        Root research = aResearch()
                .designed()
                .failed(OperationType.TRAINING, FailureClass.WORKER, "a")
                .failed(OperationType.TRAINING, FailureClass.WORKER, "b")
                .completed(OperationType.TRAINING, AResearch.TRAINING)
                .failed(OperationType.BACKTESTING, FailureClass.WORKER, "c")
                .now();
        Plan plan = Objects.requireNonNull(StateMachine.wanted(research, NOTHING_SEEN));
        assertEquals(OperationType.BACKTESTING, plan.type());
        assertEquals(2, plan.attempt());
    }

    @Test
    void interrupted_attempts_are_not_counted_up_to_ten() {
        AResearch research = aResearch().designed();
        for (int i = 1; i <= 9; i++) {
            research.failed(OperationType.TRAINING, FailureClass.INTERRUPTED, "drained");
            assertEquals("wait training " + (i + 1), told(StateMachine.decide(research.now(), NOTHING_SEEN)));
        }
        research.failed(OperationType.TRAINING, FailureClass.INTERRUPTED, "fenced");
        Transition.Fail fail =
                assertInstanceOf(Transition.Fail.class, StateMachine.decide(research.now(), NOTHING_SEEN));
        assertEquals("Training was interrupted 10 times: fenced", fail.reason());
    }

    @Test
    void job_failure_is_not_retried() {
        Root research = aResearch()
                .designed()
                .failed(OperationType.TRAINING, FailureClass.JOB, "unknown indicator")
                .now();
        Transition.Fail fail = assertInstanceOf(Transition.Fail.class, StateMachine.decide(research, NOTHING_SEEN));
        assertEquals("Training failed: unknown indicator", fail.reason());
        assertNull(StateMachine.wanted(research, NOTHING_SEEN));
    }

    @Test
    void orphaned_agent_is_failed_and_started_again() {
        Root research = aResearch().inDesigning().now();
        Observation seen = Observation.ofEpoch(EPOCH + 1, Set.of(), PATIENCE);
        Transition.Start start = assertInstanceOf(
                Transition.Start.class, StateMachine.decide(research, withEverybodyFree(research, seen)));
        Ending ending = start.endings().getFirst();
        assertEquals("Orphaned by coordinator restart", ending.message());
        assertEquals(FailureClass.INTERRUPTED, ending.failureClass());
        assertEquals(new Placement.OnAgent(EPOCH + 1, "agent-1"), start.placement());
        assertEquals(2, start.plan().attempt());
    }

    @Test
    void an_agent_that_stopped_without_a_word_is_started_again() {
        Transition.Wait wait = assertInstanceOf(
                Transition.Wait.class,
                StateMachine.decide(aResearch().inAssessing().now(), Observation.ofEpoch(EPOCH, Set.of(), PATIENCE)));
        assertEquals(FailureClass.INTERRUPTED, wait.endings().getFirst().failureClass());
        assertEquals(ResearchPhase.ASSESSING, wait.phase());
    }

    @Test
    void a_running_job_outlives_its_coordinator() {
        assertEquals(
                "stay",
                told(StateMachine.decide(
                        aResearch().inTraining().now(), Observation.ofEpoch(EPOCH + 1, Set.of(), PATIENCE))));
    }

    @ParameterizedTest
    @CsvSource({"14999, stay", "15000, 'end worker_silent, wait training 2'"})
    void silent_worker_counts_only_when_the_coordinator_is_deaf_too(long silentToUs, String expected) {
        Root research = aResearch().inTraining().silentFor(silentToUs).now();
        Observation seen = new Observation(
                EPOCH,
                AGENTS_AT_WORK,
                Map.of(),
                Map.of(),
                LockDecision.NOTHING,
                Set.of(),
                Map.of("op_training1", lost(research, LostReason.SILENT, 0)),
                PATIENCE);
        assertEquals(expected, told(StateMachine.decide(research, seen)));
    }

    @Test
    void a_standstill_names_the_worker_avoids_it_and_keeps_it_until_it_has_stopped() {
        Root research =
                aResearch().inTraining().on("slow").stalledFor(DEADLINE + 1_000).now();
        Transition.Wait wait = assertInstanceOf(Transition.Wait.class, StateMachine.decide(research, NOTHING_SEEN));
        Ending ending = wait.endings().getFirst();
        assertEquals("Worker slow made no progress for 601 s", ending.message());
        assertEquals(FailureClass.WORKER, ending.failureClass());
        assertTrue(ending.mayStillRun());
        assertEquals(List.of("slow"), wait.plan().avoid());
    }

    @Test
    void next_attempt_avoids_failed_workers_and_carries_the_checkpoint() {
        Root research = aResearch()
                .designed()
                .failed(OperationType.TRAINING, FailureClass.WORKER, "disk full")
                .on("w1")
                .withCheckpoint("early", 10)
                .failed(OperationType.TRAINING, FailureClass.INTERRUPTED, "drained")
                .on("w2")
                .withCheckpoint("late", 30)
                .failed(OperationType.TRAINING, FailureClass.WORKER, "disk full")
                .on("w3")
                .withCheckpoint("middle", 20)
                .now();
        // a third worker failure would end it; two are counted here
        Plan plan = Objects.requireNonNull(StateMachine.wanted(research, NOTHING_SEEN));
        assertEquals(List.of("w1", "w3"), plan.avoid());
        assertEquals(new Checkpoint("late", 30), plan.checkpoint());
    }

    @Test
    void a_drained_worker_is_not_avoided() {
        Root research = aResearch()
                .designed()
                .failed(OperationType.TRAINING, FailureClass.INTERRUPTED, "drained")
                .now();
        assertEquals(
                List.of(),
                Objects.requireNonNull(StateMachine.wanted(research, NOTHING_SEEN))
                        .avoid());
    }

    @Test
    void a_backtest_is_told_the_model_and_the_same_windows_as_training() {
        Plan plan =
                Objects.requireNonNull(StateMachine.wanted(aResearch().trained().now(), NOTHING_SEEN));
        JsonNode spec = Json.parse(plan.spec());
        assertEquals("m", spec.path("model").asText());
        assertEquals(42, spec.path("seed").asInt());
        assertEquals(1, spec.at("/windows/train").asInt());
        assertEquals("name: rsi_1", spec.path("strategy_yaml").asText());
    }

    @Test
    void a_pending_row_keeps_the_spec_under_which_it_was_written() {
        Root research = aResearch().waitingForTraining().now();
        Plan plan = Objects.requireNonNull(StateMachine.wanted(research, NOTHING_SEEN));
        assertEquals("{}", plan.spec());
        assertEquals("op_training1", plan.claim());
    }

    @Test
    void the_same_history_wants_the_same_claim() {
        assertEquals(
                StateMachine.wanted(aResearch().trained().now(), NOTHING_SEEN),
                StateMachine.wanted(aResearch().trained().now(), NOTHING_SEEN));
    }

    @Test
    void the_result_tells_the_whole_story() {
        Transition.Complete complete = assertInstanceOf(
                Transition.Complete.class,
                StateMachine.decide(aResearch().assessed().now(), NOTHING_SEEN));
        JsonNode result = complete.result();
        assertEquals("rsi_1", result.at("/strategy/name").asText());
        assertEquals("neutral", result.at("/assessment/verdict").asText());
        assertEquals("1.0", result.path("code_version").asText());
        assertEquals(
                List.of("training", "backtest"),
                List.of(
                        result.at("/gates/0/gate").asText(),
                        result.at("/gates/1/gate").asText()));
        assertEquals(0.07, result.at("/baselines/buy_and_hold_return").asDouble());
        assertEquals(0.51, result.at("/baselines/majority_accuracy").asDouble());
        assertEquals("m", result.at("/artifacts/model").asText());
        assertEquals("e", result.at("/artifacts/equity_curve").asText());
        assertTrue(result.at("/training/model").isMissingNode());
        assertEquals(9, result.at("/backtest/trades").asInt());
    }

    @Test
    void completed_without_a_result_is_a_fault_not_a_guess() {
        Root research = new Root(
                "op_research",
                OperationType.AGENT_RESEARCH,
                0,
                OperationStatus.RUNNING,
                ResearchPhase.DESIGNING,
                1,
                aResearch().now().rank(),
                Json.object(),
                null,
                Standing.FREE,
                List.of(withoutResult(aResearch().designed().now().children().getFirst())));
        assertThrows(IllegalStateException.class, () -> StateMachine.decide(research, NOTHING_SEEN));
    }

    private static Child withoutResult(Child child) {
        return new Child(
                child.id(),
                child.type(),
                child.status(),
                0,
                1,
                null,
                null,
                null,
                null,
                false,
                EPOCH,
                "agent-1",
                false,
                null,
                List.of(),
                null,
                0,
                0);
    }

    private static Root with(OperationType type, String child) {
        AResearch before = AResearch.before(type);
        AResearch now = switch (child) {
            case "absent" -> before;
            case "pending" -> before.pending(type);
            case "running", "orphaned", "dropped", "lost restarted", "lost superseded", "lost other token" ->
                before.running(type);
            case "lost silent" -> before.running(type).silentFor(LEASE);
            case "stalled" -> before.running(type).stalledFor(deadlineOf(type));
            case "almost stalled" -> before.running(type).stalledFor(deadlineOf(type) - 1);
            case "stalled and silent" -> before.running(type).silentFor(LEASE).stalledFor(deadlineOf(type));
            case "lost but heard" -> before.running(type).silentFor(LEASE - 1);
            case "completed" -> before.completed(type, resultOf(type));
            case "rejected" -> before.completed(type, AResearch.REJECTED_TRAINING);
            case "failed job" -> before.failed(type, FailureClass.JOB, "bad spec");
            case "failed worker" -> before.failed(type, FailureClass.WORKER, "disk full");
            case "failed interrupted" -> before.failed(type, FailureClass.INTERRUPTED, "drained");
            case "cancelled" -> before.cancelled(type);
            default -> throw new IllegalArgumentException(child);
        };
        return now.now();
    }

    private static long deadlineOf(OperationType type) {
        return Executor.of(type) == Executor.AGENT ? AGENT_DEADLINE : DEADLINE;
    }

    private static String resultOf(OperationType type) {
        return switch (type) {
            case AGENT_DESIGN -> AResearch.DESIGN;
            case TRAINING -> AResearch.TRAINING;
            case BACKTESTING -> AResearch.BACKTEST;
            default -> AResearch.ASSESSMENT;
        };
    }

    private static Observation seen(Root research, String child) {
        return switch (child) {
            case "orphaned" -> Observation.ofEpoch(EPOCH + 1, Set.of(), PATIENCE);
            case "dropped" -> Observation.ofEpoch(EPOCH, Set.of(), PATIENCE);
            case "lost silent", "lost but heard", "stalled and silent" -> losing(research, LostReason.SILENT, 0);
            case "lost restarted" -> losing(research, LostReason.RESTARTED, 0);
            case "lost superseded" -> losing(research, LostReason.SUPERSEDED, 0);
            case "lost other token" -> losing(research, LostReason.RESTARTED, 1);
            default -> NOTHING_SEEN;
        };
    }

    private static Observation losing(Root research, LostReason reason, long tokenOff) {
        Lost lost = lost(research, reason, tokenOff);
        return new Observation(
                EPOCH,
                AGENTS_AT_WORK,
                Map.of(),
                Map.of(),
                LockDecision.NOTHING,
                Set.of(),
                Map.of(lost.claim(), lost),
                PATIENCE);
    }

    private static Lost lost(Root research, LostReason reason, long tokenOff) {
        Child child = research.children().getLast();
        Assignment assignment = child.assignment();
        return new Lost(child.id(), assignment == null ? 1 : assignment.token() + tokenOff, reason, 20_000);
    }

    private static Observation withEverybodyFree(Root research, Observation seen) {
        Plan plan = StateMachine.wanted(research, seen);
        return plan == null
                ? seen
                : new Observation(
                        seen.epoch(),
                        seen.agentsAtWork(),
                        Map.of(plan.claim(), placement(plan, seen)),
                        seen.obstacles(),
                        seen.locks(),
                        seen.expired(),
                        seen.losses(),
                        seen.patience());
    }

    private static Placement placement(Plan plan, Observation seen) {
        return plan.executor() == Executor.AGENT
                ? new Placement.OnAgent(seen.epoch(), "agent-1")
                : new Placement.OnWorker(new Assignment("w9", "w9-1", "http://w9", 900));
    }

    private static String told(@Nullable Transition transition) {
        String step = switch (Objects.requireNonNull(transition)) {
            case Transition.Stay stay -> "stay";
            case Transition.Hold hold -> "hold " + hold.cause().wireName();
            case Transition.Wait wait ->
                "wait " + wait.plan().type().wireName() + " " + wait.plan().attempt();
            case Transition.Start start ->
                "start " + start.plan().type().wireName() + " " + start.plan().attempt();
            case Transition.Pause pause -> "pause " + pause.reason();
            case Transition.Complete complete -> "complete";
            case Transition.Fail fail -> "fail";
            case Transition.Cancel cancel -> "cancel";
        };
        return transition.endings().isEmpty()
                ? step
                : "end " + transition.endings().getFirst().code() + ", " + step;
    }
}

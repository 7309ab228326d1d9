package io.ktrdr.coordinator.research;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.ResearchPhase;
import io.ktrdr.contracts.sync.LostReason;
import io.ktrdr.contracts.sync.SyncResponse.Lost;
import io.ktrdr.coordinator.lock.LockDecision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One research as the database would keep it: transitions are written to it, and it watches over the diagram. */
final class SimulatedResearch {
    private static final long LEASE = 15_000;
    private static final long DEADLINE = 600_000;
    private static final Patience PATIENCE = new Patience(LEASE, DEADLINE, DEADLINE);
    private static final Map<ResearchPhase, Set<ResearchPhase>> DIAGRAM = Map.of(
            ResearchPhase.IDLE, Set.of(ResearchPhase.DESIGNING),
            ResearchPhase.DESIGNING, Set.of(ResearchPhase.TRAINING),
            ResearchPhase.TRAINING, Set.of(ResearchPhase.BACKTESTING, ResearchPhase.ASSESSING),
            ResearchPhase.BACKTESTING, Set.of(ResearchPhase.ASSESSING),
            ResearchPhase.ASSESSING, Set.of());

    private Root research = AResearch.aResearch().now();
    private long epoch = 1;
    private long token;
    private boolean dropped;
    private @Nullable Transition late;

    enum Event {
        TICK_WITH_SOMEBODY_FREE,
        TICK_WITH_NOBODY_FREE,
        COMPLETED,
        REJECTED_BY_THE_GATE,
        FAILED_JOB,
        FAILED_WORKER,
        FAILED_INTERRUPTED,
        FAILED_DEFERRED,
        FAILED_ATTENTION,
        RESUMED_BY_PEOPLE,
        CHILD_CANCELLED,
        LOST_SILENT,
        LOST_BUT_HEARD,
        LOST_RESTARTED,
        LOST_SUPERSEDED,
        LOST_OF_AN_OLDER_TOKEN,
        STALLED,
        STALLED_AND_LOST,
        NOT_QUITE_STALLED,
        DECIDED_TO_BE_WRITTEN_LATER,
        WRITTEN_LATE,
        REPORTED_AGAIN_AFTER_ITS_END,
        CANCELLED_BY_PEOPLE,
        AGENT_DROPPED,
        COORDINATOR_RESTARTED
    }

    /** Whatever is over before is over after, and in the same way. */
    void happens(Event event) {
        Root before = research;
        takesPlace(event);
        if (before.status().isTerminal()) {
            assertEquals(before.status(), research.status(), () -> "revived by " + event);
        }
        for (Child child : before.children()) {
            if (child.status().isTerminal()) {
                assertEquals(child.status(), stored(child.id()).status(), () -> child.id() + " revived by " + event);
            }
        }
    }

    private Child stored(String id) {
        return research.children().stream()
                .filter(child -> child.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " is gone"));
    }

    private void takesPlace(Event event) {
        switch (event) {
            case TICK_WITH_SOMEBODY_FREE -> tick(true, Map.of());
            case TICK_WITH_NOBODY_FREE -> tick(false, Map.of());
            case COMPLETED -> childEnds(OperationStatus.COMPLETED, AResearch.TRAINING, null);
            case REJECTED_BY_THE_GATE -> childEnds(OperationStatus.COMPLETED, AResearch.REJECTED_TRAINING, null);
            case FAILED_JOB -> childEnds(OperationStatus.FAILED, "", FailureClass.JOB);
            case FAILED_WORKER -> childEnds(OperationStatus.FAILED, "", FailureClass.WORKER);
            case FAILED_INTERRUPTED -> childEnds(OperationStatus.FAILED, "", FailureClass.INTERRUPTED);
            case FAILED_DEFERRED -> childEnds(OperationStatus.FAILED, "", FailureClass.DEFERRED);
            case FAILED_ATTENTION -> childEnds(OperationStatus.FAILED, "", FailureClass.ATTENTION);
            case RESUMED_BY_PEOPLE -> resumed();
            case CHILD_CANCELLED -> childEnds(OperationStatus.CANCELLED, "", null);
            case LOST_SILENT -> loses(LostReason.SILENT, 0, LEASE);
            case LOST_BUT_HEARD -> loses(LostReason.SILENT, 0, 0);
            case LOST_RESTARTED -> loses(LostReason.RESTARTED, 0, 0);
            case LOST_SUPERSEDED -> loses(LostReason.SUPERSEDED, 0, 0);
            case LOST_OF_AN_OLDER_TOKEN -> loses(LostReason.RESTARTED, -1, 0);
            case STALLED -> stalls(DEADLINE, false);
            case STALLED_AND_LOST -> stalls(DEADLINE, true);
            case NOT_QUITE_STALLED -> stalls(DEADLINE - 1, false);
            case DECIDED_TO_BE_WRITTEN_LATER -> late = decided(true, Map.of());
            case WRITTEN_LATE -> {
                if (late != null) {
                    writeIfUnchanged(late);
                }
            }
            case REPORTED_AGAIN_AFTER_ITS_END ->
                research.children().stream()
                        .filter(child -> child.status().isTerminal())
                        .forEach(child -> reported(child, OperationStatus.COMPLETED, AResearch.TRAINING, null));
            case CANCELLED_BY_PEOPLE -> cancelled();
            case AGENT_DROPPED -> {
                dropped = true;
                tick(true, Map.of());
                dropped = false;
            }
            case COORDINATOR_RESTARTED -> epoch++;
        }
    }

    boolean isOver() {
        return research.status().isTerminal();
    }

    Root now() {
        return research;
    }

    private void loses(LostReason reason, long tokenOff, long silentMillis) {
        Child running = running();
        Assignment assignment = running == null ? null : running.assignment();
        if (running == null || assignment == null) {
            return;
        }
        replace(new Child(
                running.id(),
                running.type(),
                running.status(),
                running.version(),
                running.attempt(),
                running.spec(),
                running.result(),
                running.failureClass(),
                running.errorMessage(),
                running.settled(),
                running.epoch(),
                running.agentId(),
                running.resumed(),
                assignment,
                running.avoid(),
                running.checkpoint(),
                silentMillis,
                0));
        tick(true, Map.of(running.id(), new Lost(running.id(), assignment.token() + tokenOff, reason, 20_000)));
    }

    private void stalls(long millis, boolean lost) {
        Child running = running();
        if (running == null) {
            return;
        }
        replace(new Child(
                running.id(),
                running.type(),
                running.status(),
                running.version(),
                running.attempt(),
                running.spec(),
                running.result(),
                running.failureClass(),
                running.errorMessage(),
                running.settled(),
                running.epoch(),
                running.agentId(),
                running.resumed(),
                running.assignment(),
                running.avoid(),
                running.checkpoint(),
                LEASE,
                millis));
        Assignment assignment = running.assignment();
        tick(
                true,
                lost && assignment != null
                        ? Map.of(running.id(), new Lost(running.id(), assignment.token(), LostReason.SILENT, 20_000))
                        : Map.of());
    }

    private void tick(boolean somebodyFree, Map<String, Lost> losses) {
        write(decided(somebodyFree, losses));
    }

    private Transition decided(boolean somebodyFree, Map<String, Lost> losses) {
        Observation seen = new Observation(
                epoch, agentsAtWork(), Map.of(), Map.of(), LockDecision.NOTHING, Set.of(), losses, PATIENCE);
        Plan plan = StateMachine.wanted(research, seen);
        if (plan != null && somebodyFree) {
            Placement placement = plan.executor() == Executor.AGENT
                    ? new Placement.OnAgent(epoch, "agent-1")
                    : new Placement.OnWorker(new Assignment("w" + ++token, "i", "http://w", token));
            seen = new Observation(
                    epoch,
                    agentsAtWork(),
                    Map.of(plan.claim(), placement),
                    Map.of(),
                    LockDecision.NOTHING,
                    Set.of(),
                    losses,
                    PATIENCE);
        }
        return StateMachine.decide(research, seen);
    }

    /** As the statement guards it: the research, and every child to be changed, are as they were read. */
    private void writeIfUnchanged(Transition transition) {
        boolean unchanged = !isOver()
                && transition.root().version() == research.version()
                && transition.endings().stream().allMatch(ending -> isAsRead(ending.child()))
                && (!(transition instanceof Transition.Start start)
                        || start.plan().stored() == null
                        || isAsRead(start.plan().stored()));
        if (unchanged) {
            write(transition);
        }
    }

    private boolean isAsRead(Child child) {
        return stored(child.id()).version() == child.version();
    }

    /** People cancel a research with all that goes on in it, in one statement. */
    private void cancelled() {
        if (isOver()) {
            return;
        }
        List<Child> children = new ArrayList<>(research.children());
        children.replaceAll(child -> child.status().isTerminal() ? settled(child) : ended(child));
        moved(OperationStatus.CANCELLED, research.phase(), children);
    }

    private void resumed() {
        Child last = research.children().isEmpty() ? null : research.children().getLast();
        if (last != null && !isOver() && last.needsAttention() && last.settled()) {
            replace(withResumed(last));
        }
    }

    private static Child withResumed(Child child) {
        return new Child(
                child.id(),
                child.type(),
                child.status(),
                child.version(),
                child.attempt(),
                null,
                child.result(),
                child.failureClass(),
                child.errorMessage(),
                true,
                child.epoch(),
                child.agentId(),
                true,
                child.assignment(),
                child.avoid(),
                child.checkpoint(),
                child.silentMillis(),
                child.stalledMillis());
    }

    private static Child ended(Child child) {
        return new Child(
                child.id(),
                child.type(),
                OperationStatus.CANCELLED,
                child.version() + 1,
                child.attempt(),
                null,
                null,
                null,
                null,
                true,
                child.epoch(),
                child.agentId(),
                child.resumed(),
                child.assignment(),
                child.avoid(),
                child.checkpoint(),
                0,
                0);
    }

    private void write(Transition transition) {
        if (isOver()) {
            assertTrue(
                    transition instanceof Transition.Stay
                            && transition.endings().isEmpty(),
                    "revived");
            return;
        }
        List<Child> children =
                new ArrayList<>(research.after(transition.endings()).children());
        children.replaceAll(child -> child.status().isTerminal() ? settled(child) : child);
        switch (transition) {
            case Transition.Hold hold -> throw new AssertionError("nothing is locked here");
            case Transition.Stay stay -> moved(research.status(), research.phase(), children);
            case Transition.Wait wait -> {
                if (wait.isWritten()) {
                    children.add(born(wait.plan(), null));
                }
                moved(wait.status(), wait.phase(), children);
            }
            case Transition.Start start -> {
                children.removeIf(child -> child.id().equals(start.plan().claim()));
                children.add(born(start.plan(), start.placement()));
                moved(OperationStatus.RUNNING, start.phase(), children);
            }
            case Transition.Pause pause -> {
                assertTrue(children.getLast().needsAttention(), "stands still without a reason");
                moved(OperationStatus.RUNNING, research.phase(), children);
            }
            case Transition.Complete complete -> moved(OperationStatus.COMPLETED, research.phase(), children);
            case Transition.Fail fail -> moved(OperationStatus.FAILED, research.phase(), children);
            case Transition.Cancel cancel -> moved(OperationStatus.CANCELLED, research.phase(), children);
        }
    }

    private void moved(OperationStatus status, @Nullable ResearchPhase phase, List<Child> children) {
        if (phase != research.phase()) {
            assertTrue(
                    Objects.requireNonNull(DIAGRAM.get(Objects.requireNonNull(research.phase())))
                            .contains(phase),
                    research.phase() + " -> " + phase + " is not in the diagram");
        }
        research = new Root(
                research.id(),
                research.type(),
                research.version() + 1,
                status,
                phase,
                research.priority(),
                research.rank(),
                research.request(),
                null,
                Standing.FREE,
                List.copyOf(children));
        long active =
                children.stream().filter(child -> !child.status().isTerminal()).count();
        assertTrue(active <= 1, "more than one attempt at a time: " + children);
        assertFalse(status.isTerminal() && active > 0, "over, with an attempt that is not: " + children);
        assertEquals(
                children.size(), new HashSet<>(children.stream().map(Child::id).toList()).size(), "claim twice");
        attemptsAreNumberedInOrder(children);
    }

    private static void attemptsAreNumberedInOrder(List<Child> children) {
        Map<OperationType, Integer> last = new HashMap<>();
        for (Child child : children) {
            assertEquals(last.getOrDefault(child.type(), 0) + 1, child.attempt());
            last.put(child.type(), child.attempt());
        }
    }

    private Set<String> agentsAtWork() {
        Child running = running();
        return running == null || dropped ? Set.of() : Set.of(running.id());
    }

    private @Nullable Child running() {
        return research.children().stream()
                .filter(child -> child.status() == OperationStatus.RUNNING)
                .findFirst()
                .orElse(null);
    }

    private void childEnds(OperationStatus end, String trainingResult, @Nullable FailureClass failureClass) {
        Child child = running();
        if (child != null) {
            reported(child, end, trainingResult, failureClass);
        }
    }

    /** As the statement guards it: only who is running ends. */
    private void reported(
            Child child, OperationStatus end, String trainingResult, @Nullable FailureClass failureClass) {
        if (child.status() != OperationStatus.RUNNING) {
            return;
        }
        JsonNode result = end == OperationStatus.COMPLETED ? Json.parse(resultOf(child.type(), trainingResult)) : null;
        replace(new Child(
                child.id(),
                child.type(),
                end,
                child.version() + 1,
                child.attempt(),
                null,
                result,
                failureClass,
                failureClass == null ? null : "reason",
                false,
                child.epoch(),
                child.agentId(),
                child.resumed(),
                child.assignment(),
                child.avoid(),
                null,
                0,
                0));
    }

    private static String resultOf(OperationType type, String trainingResult) {
        return switch (type) {
            case AGENT_DESIGN -> AResearch.DESIGN;
            case TRAINING -> trainingResult;
            case BACKTESTING -> AResearch.BACKTEST;
            default -> AResearch.ASSESSMENT;
        };
    }

    private void replace(Child changed) {
        List<Child> children = research.children().stream()
                .map(child -> child.id().equals(changed.id()) ? changed : child)
                .toList();
        research = new Root(
                research.id(),
                research.type(),
                research.version(),
                research.status(),
                research.phase(),
                research.priority(),
                research.rank(),
                research.request(),
                research.waitingCause(),
                Standing.FREE,
                children);
    }

    private static Child settled(Child child) {
        return new Child(
                child.id(),
                child.type(),
                child.status(),
                child.version(),
                child.attempt(),
                null,
                child.result(),
                child.failureClass(),
                child.errorMessage(),
                true,
                child.epoch(),
                child.agentId(),
                child.resumed(),
                child.assignment(),
                child.avoid(),
                child.checkpoint(),
                child.silentMillis(),
                child.stalledMillis());
    }

    private static Child born(Plan plan, @Nullable Placement placement) {
        Placement.OnAgent agent = placement instanceof Placement.OnAgent onAgent ? onAgent : null;
        Assignment assignment = placement instanceof Placement.OnWorker(Assignment worker) ? worker : null;
        return new Child(
                plan.claim(),
                plan.type(),
                placement == null ? OperationStatus.PENDING : OperationStatus.RUNNING,
                0,
                plan.attempt(),
                placement == null ? plan.spec() : null,
                null,
                null,
                null,
                false,
                agent == null ? null : agent.epoch(),
                agent == null ? null : agent.agentId(),
                false,
                assignment,
                plan.avoid(),
                plan.checkpoint(),
                0,
                0);
    }
}

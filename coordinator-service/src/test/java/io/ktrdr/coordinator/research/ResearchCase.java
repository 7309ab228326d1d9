package io.ktrdr.coordinator.research;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.ResearchPhase;
import io.ktrdr.contracts.sync.LostReason;
import io.ktrdr.contracts.sync.SyncResponse;
import io.ktrdr.coordinator.lock.LockDecision;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A research in a situation that a row of {@code docs/state-machine.md} names, and what is decided about it. */
final class ResearchCase {
    private static final long EPOCH = 7;
    private static final long LEASE_MILLIS = 15_000;
    private static final long DEADLINE_MILLIS = 600_000;
    private static final Patience PATIENCE = new Patience(LEASE_MILLIS, DEADLINE_MILLIS, DEADLINE_MILLIS);
    private static final long TOKEN = 41;
    private static final JsonNode DESIGN = Json.parse("""
            {"strategy": {"name": "s", "yaml": "y"}, "dataset": {}, "windows": {}, "seed": 1}""");
    private static final JsonNode TRAINED = Json.parse("""
            {"accuracy": 0.55, "loss": 0.68, "loss_decrease": 0.01, "model": "m"}""");
    private static final JsonNode TRAINED_BADLY = Json.parse("""
            {"accuracy": 0.05, "loss": 0.68, "loss_decrease": 0.01, "model": "m"}""");
    private static final JsonNode BACKTESTED = Json.parse("""
            {"backtest": {"win_rate": 0.5, "max_drawdown": 0.1, "sharpe": 1.0}}""");
    private static final JsonNode ASSESSED = Json.parse("""
            {"assessment": {"verdict": "neutral"}}""");

    private final Root research;
    private final Observation nobodyFree;

    ResearchCase(ResearchPhase phase, OperationType type, String situation) {
        List<Child> children = new ArrayList<>(before(type));
        Set<String> atWork = Set.of();
        Map<String, SyncResponse.Lost> losses = Map.of();
        if (!situation.equals("none")) {
            children.addAll(attempts(type, situation));
            Child newest = children.getLast();
            atWork = situation.equals("running, no agent runs it") ? Set.of() : Set.of(newest.id());
            losses = losses(newest, situation);
        }
        research = new Root(
                "op_research",
                OperationType.AGENT_RESEARCH,
                1,
                situation.equals("none") ? OperationStatus.PENDING : OperationStatus.RUNNING,
                phase,
                1,
                OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC),
                Json.object(),
                null,
                Standing.FREE,
                children);
        nobodyFree =
                new Observation(EPOCH, atWork, Map.of(), Map.of(), LockDecision.NOTHING, Set.of(), losses, PATIENCE);
    }

    String decidedWithNobodyFree() {
        return inWords(StateMachine.decide(research, nobodyFree));
    }

    String decidedWithSomebodyFree() {
        Plan wanted = StateMachine.wanted(research, nobodyFree);
        if (wanted == null) {
            return decidedWithNobodyFree();
        }
        Map<String, Placement> placements = Map.of(wanted.claim(), somebody(wanted));
        return inWords(StateMachine.decide(
                research,
                new Observation(
                        EPOCH,
                        nobodyFree.agentsAtWork(),
                        placements,
                        Map.of(),
                        LockDecision.NOTHING,
                        Set.of(),
                        nobodyFree.losses(),
                        PATIENCE)));
    }

    private static String nameOf(@Nullable ResearchPhase phase) {
        return Objects.requireNonNull(phase).wireName();
    }

    private static String inWords(Transition transition) {
        return switch (transition) {
            case Transition.Stay stay -> "stay";
            case Transition.Hold hold -> "hold";
            case Transition.Wait wait -> "wait, " + nameOf(wait.phase());
            case Transition.Start start -> "start " + start.plan().type().wireName() + ", " + nameOf(start.phase());
            case Transition.Pause pause -> "pause";
            case Transition.Complete complete -> "complete";
            case Transition.Fail fail -> "fail";
            case Transition.Cancel cancel -> "cancel";
        };
    }

    private static Placement somebody(Plan wanted) {
        return wanted.executor() == Executor.AGENT
                ? new Placement.OnAgent(EPOCH, "agent-2")
                : new Placement.OnWorker(new Assignment("worker-2", "incarnation-2", "http://worker-2", TOKEN + 1));
    }

    /** The steps before this one, completed. */
    private static List<Child> before(OperationType type) {
        List<Child> steps = List.of(
                completed(OperationType.AGENT_DESIGN, DESIGN),
                completed(OperationType.TRAINING, TRAINED),
                completed(OperationType.BACKTESTING, BACKTESTED));
        return steps.stream().takeWhile(step -> step.type() != type).toList();
    }

    private static List<Child> attempts(OperationType type, String situation) {
        return switch (situation) {
            case "pending" -> List.of(child(type, 1, OperationStatus.PENDING, null, null, 0));
            case "cancelled" -> List.of(child(type, 1, OperationStatus.CANCELLED, null, null, 0));
            case "completed", "completed, gate passed" -> List.of(completed(type, resultOf(type)));
            case "completed, gate not passed" -> List.of(completed(type, TRAINED_BADLY));
            case "failed (job)" -> failed(type, FailureClass.JOB, 1);
            case "failed (worker)" -> failed(type, FailureClass.WORKER, Retry.MAX_FAILURES - 1);
            case "failed (worker), 3rd" -> failed(type, FailureClass.WORKER, Retry.MAX_FAILURES);
            case "failed (interrupted)" -> failed(type, FailureClass.INTERRUPTED, Retry.MAX_INTERRUPTIONS - 1);
            case "failed (interrupted), 10th" -> failed(type, FailureClass.INTERRUPTED, Retry.MAX_INTERRUPTIONS);
            case "failed (deferred)" -> failed(type, FailureClass.DEFERRED, Retry.MAX_INTERRUPTIONS + 1);
            case "failed (attention)" -> failed(type, FailureClass.ATTENTION, 1);
            case "failed (attention), resumed" ->
                failed(type, FailureClass.ATTENTION, Retry.MAX_INTERRUPTIONS + 1).stream()
                        .map(ResearchCase::resumed)
                        .toList();
            case "running, lost: silent to the registry only" ->
                List.of(child(type, 1, OperationStatus.RUNNING, null, null, LEASE_MILLIS - 1));
            case "running, no progress" ->
                List.of(child(type, 1, OperationStatus.RUNNING, null, null, 0, DEADLINE_MILLIS));
            case "running, its epoch is over" -> List.of(ofEpoch(EPOCH - 1, type));
            default -> {
                if (!situation.startsWith("running")) {
                    throw new IllegalArgumentException("no such situation: " + situation);
                }
                yield List.of(child(type, 1, OperationStatus.RUNNING, null, null, LEASE_MILLIS));
            }
        };
    }

    private static Map<String, SyncResponse.Lost> losses(Child newest, String situation) {
        int at = situation.indexOf("lost: ");
        if (at < 0) {
            return Map.of();
        }
        LostReason reason =
                LostReason.of(situation.substring(at + "lost: ".length()).split(" ", 2)[0]);
        return Map.of(newest.id(), new SyncResponse.Lost(newest.id(), TOKEN, reason, LEASE_MILLIS));
    }

    private static List<Child> failed(OperationType type, FailureClass failureClass, int times) {
        List<Child> attempts = new ArrayList<>();
        for (int attempt = 1; attempt <= times; attempt++) {
            attempts.add(child(type, attempt, OperationStatus.FAILED, null, failureClass, 0));
        }
        return attempts;
    }

    private static Child resumed(Child child) {
        return new Child(
                child.id(),
                child.type(),
                child.status(),
                child.version(),
                child.attempt(),
                child.spec(),
                child.result(),
                child.failureClass(),
                child.errorMessage(),
                child.settled(),
                child.epoch(),
                child.agentId(),
                true,
                child.assignment(),
                child.avoid(),
                child.checkpoint(),
                child.silentMillis(),
                child.stalledMillis());
    }

    private static JsonNode resultOf(OperationType type) {
        return switch (type) {
            case AGENT_DESIGN -> DESIGN;
            case TRAINING -> TRAINED;
            case BACKTESTING -> BACKTESTED;
            case AGENT_ASSESSMENT -> ASSESSED;
            case AGENT_RESEARCH, DISCOVERY, MIGRATION, HEARTBEAT, INGEST, RESEARCH, GENERAL ->
                throw new IllegalArgumentException(type + " is no step of a research");
        };
    }

    private static Child completed(OperationType type, JsonNode result) {
        return child(type, 1, OperationStatus.COMPLETED, result, null, 0);
    }

    private static Child ofEpoch(long epoch, OperationType type) {
        Child now = child(type, 1, OperationStatus.RUNNING, null, null, 0);
        return new Child(
                now.id(),
                now.type(),
                now.status(),
                now.version(),
                now.attempt(),
                now.spec(),
                now.result(),
                now.failureClass(),
                now.errorMessage(),
                now.settled(),
                epoch,
                now.agentId(),
                now.resumed(),
                now.assignment(),
                now.avoid(),
                now.checkpoint(),
                now.silentMillis(),
                now.stalledMillis());
    }

    private static Child child(
            OperationType type,
            int attempt,
            OperationStatus status,
            @Nullable JsonNode result,
            @Nullable FailureClass failureClass,
            long silentMillis) {
        return child(type, attempt, status, result, failureClass, silentMillis, 0);
    }

    private static Child child(
            OperationType type,
            int attempt,
            OperationStatus status,
            @Nullable JsonNode result,
            @Nullable FailureClass failureClass,
            long silentMillis,
            long stalledMillis) {
        boolean begun = status != OperationStatus.PENDING;
        boolean onAgent = Executor.of(type) == Executor.AGENT;
        return new Child(
                "op_" + type.wireName().replace("_", "") + attempt,
                type,
                status,
                1,
                attempt,
                begun ? null : "{}",
                result,
                failureClass,
                failureClass == null ? null : failureClass.wireName(),
                status.isTerminal(),
                begun && onAgent ? EPOCH : null,
                begun && onAgent ? "agent-1" : null,
                false,
                begun && !onAgent ? new Assignment("worker-1", "incarnation-1", "http://worker-1", TOKEN) : null,
                List.of(),
                null,
                silentMillis,
                stalledMillis);
    }
}

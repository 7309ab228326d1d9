package io.ktrdr.coordinator.tick;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.job.Checkpoint;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.ResearchPhase;
import io.ktrdr.coordinator.lock.Deadlock;
import io.ktrdr.coordinator.operation.OperationSql;
import io.ktrdr.coordinator.research.Assignment;
import io.ktrdr.coordinator.research.Child;
import io.ktrdr.coordinator.research.Ending;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.research.LockChange;
import io.ktrdr.coordinator.research.Observation;
import io.ktrdr.coordinator.research.Placement;
import io.ktrdr.coordinator.research.Plan;
import io.ktrdr.coordinator.research.Root;
import io.ktrdr.coordinator.research.Transition;
import io.ktrdr.coordinator.research.WaitingCause;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Transitions as the four JSON arrays of {@link OperationSql#APPLY}. */
final class BulkRows {
    private static final Logger LOG = Logger.getLogger(BulkRows.class);

    final ArrayNode researches = Json.array();
    final ArrayNode changes = Json.array();
    final ArrayNode births = Json.array();
    final ArrayNode events = Json.array();

    static BulkRows of(List<Transition> transitions, Observation seen) {
        BulkRows rows = new BulkRows();
        transitions.forEach(transition -> rows.add(transition, seen));
        return rows;
    }

    /** False when there is nothing to write: it stands where it stood. */
    static boolean changesAnything(Transition transition, Observation seen) {
        Root root = transition.root();
        if (!transition.endings().isEmpty()
                || !root.unsettled().isEmpty()
                || !LockChange.of(transition, seen).isNone()) {
            return true;
        }
        return switch (transition) {
            case Transition.Stay stay -> false;
            case Transition.Hold hold -> hold.cause() != root.waitingCause();
            case Transition.Wait wait -> wait.isWritten() || wait.cause() != root.waitingCause();
            case Transition.Pause pause -> root.waitingCause() != WaitingCause.NEEDS_ATTENTION;
            case Transition.Start start -> true;
            case Transition.Complete complete -> true;
            case Transition.Fail fail -> true;
            case Transition.Cancel cancel -> true;
        };
    }

    private void add(Transition transition, Observation seen) {
        Root root = transition.root();
        int number = researches.size();
        transition.endings().forEach(ending -> end(root, ending));
        write(transition);
        LockChange locks = LockChange.of(transition, seen);
        ((ObjectNode) researches.get(number))
                .put("locks_given", locks.given())
                .put("locks_returned", locks.returned())
                .put("queued", transition instanceof Transition.Hold && root.phase() != null);
        if (locks.given() > 0 && root.waitingCause() == WaitingCause.LOCK) {
            event(root, root.id(), subject(root) + ".locked", Json.object().put("locks", locks.given()));
        }
        if (locks.returned()) {
            Deadlock deadlock = Objects.requireNonNull(seen.locks().victims().get(root.id()));
            LOG.infof("%s gives its locks back: %s", root.id(), deadlock.describe());
            event(root, root.id(), subject(root) + ".deadlocked", Json.object().put("circle", deadlock.describe()));
        }
    }

    private void write(Transition transition) {
        Root root = transition.root();
        switch (transition) {
            case Transition.Stay stay ->
                move(
                        root,
                        root.status(),
                        root.phase(),
                        root.waitingCause() == WaitingCause.LOCK ? null : root.waitingCause());
            case Transition.Hold hold -> {
                move(root, root.status(), root.phase(), hold.cause());
                waiting(root, hold.cause());
            }
            case Transition.Wait wait -> wait(wait);
            case Transition.Start start -> start(start);
            case Transition.Pause(Root r, List<Ending> e, String reason) -> {
                move(r, OperationStatus.RUNNING, r.phase(), WaitingCause.NEEDS_ATTENTION)
                        .put("attention", reason);
                event(r, r.id(), subject(r) + ".needs_attention", Json.object().put("reason", reason));
            }
            case Transition.Complete(Root r, List<Ending> e, JsonNode result) -> {
                JsonNode verdict = result.path("assessment").path("verdict");
                move(r, OperationStatus.COMPLETED, r.phase(), null)
                        .put("verdict", verdict.asText(null))
                        .set("result", result);
                event(r, r.id(), subject(r) + ".completed", Json.object().set("verdict", verdict));
            }
            case Transition.Fail(Root r, List<Ending> e, String reason, String code) -> {
                move(r, OperationStatus.FAILED, r.phase(), null)
                        .put("error_message", reason)
                        .put("failure_code", code);
                event(r, r.id(), subject(r) + ".failed", reason(reason, code));
            }
            case Transition.Cancel(Root r, List<Ending> e, String reason, String code) -> {
                move(r, OperationStatus.CANCELLED, r.phase(), null)
                        .put("error_message", reason)
                        .put("failure_code", code);
                event(r, r.id(), subject(r) + ".cancelled", reason(reason, code));
            }
        }
    }

    private static ObjectNode reason(String reason, @Nullable String code) {
        ObjectNode detail = Json.object().put("reason", reason);
        return code == null ? detail : detail.put("code", code);
    }

    private void wait(Transition.Wait wait) {
        Root root = wait.root();
        move(root, wait.status(), wait.phase(), wait.cause());
        if (wait.isWritten()) {
            birth(root, wait.plan(), null);
            event(
                    root,
                    wait.plan().claim(),
                    attempt(root, wait.plan().type()) + ".pending",
                    Json.object().put("attempt", wait.plan().attempt()));
        }
        ResearchPhase phase = wait.phase();
        if (phase != null && phase != root.phase()) {
            phaseEvent(root, phase, wait.plan(), null);
        }
        waiting(root, wait.cause());
    }

    private void waiting(Root root, WaitingCause cause) {
        if (cause != root.waitingCause()) {
            event(root, root.id(), subject(root) + ".waiting", Json.object().put("cause", cause.wireName()));
        }
    }

    private void start(Transition.Start start) {
        Root root = start.root();
        Plan plan = start.plan();
        move(root, OperationStatus.RUNNING, start.phase(), null);
        Child stored = plan.stored();
        if (stored == null) {
            birth(root, plan, start.placement());
        } else {
            place(change(root, stored, "running"), start.placement());
        }
        ResearchPhase phase = start.phase();
        if (phase != null && phase != root.phase()) {
            phaseEvent(root, phase, plan, start.placement());
        }
        ObjectNode detail = Json.object().put("attempt", plan.attempt());
        switch (start.placement()) {
            case Placement.OnWorker(Assignment worker) ->
                detail.put("worker_id", worker.workerId()).put("token", worker.token());
            case Placement.OnAgent(long epoch, String agentId) -> detail.put("agent_id", agentId);
        }
        event(
                root,
                plan.claim(),
                attempt(root, plan.type()) + (start.placement() instanceof Placement.OnAgent ? ".started" : ".granted"),
                detail);
    }

    private ObjectNode move(
            Root root, OperationStatus status, @Nullable ResearchPhase phase, @Nullable WaitingCause waitingCause) {
        ObjectNode row = researches.addObject();
        row.put("id", root.id())
                .put("version", root.version())
                .put("status", status.wireName())
                .put("phase", phase == null ? null : phase.wireName())
                .put("waiting_cause", waitingCause == null ? null : waitingCause.wireName())
                .put("strategy_name", root.strategyName());
        ArrayNode settled = row.putArray("settled");
        root.unsettled().forEach(settled::add);
        return row;
    }

    private void end(Root root, Ending ending) {
        Child child = ending.child();
        ObjectNode row = change(root, child, OperationStatus.FAILED.wireName())
                .put("failure_class", ending.failureClass().wireName())
                .put("failure_code", ending.code())
                .put("error_message", ending.message());
        if (child.assignment() != null && !ending.mayStillRun()) {
            row.put("reservation", "closed");
        }
        ObjectNode detail = Json.object().put("reason", ending.message()).put("code", ending.code());
        if (child.assignment() != null) {
            detail.put("unheard_seconds", child.silentMillis() / 1e3);
        }
        event(root, child.id(), attempt(root, child.type()) + ".failed", detail);
    }

    private ObjectNode change(Root root, Child child, String status) {
        return changes.addObject()
                .put("id", child.id())
                .put("parent_id", root.id())
                .put("version", child.version())
                .put("status", status);
    }

    private void birth(Root root, Plan plan, @Nullable Placement placement) {
        ObjectNode row = births.addObject();
        row.put("id", plan.claim())
                .put("type", plan.type().wireName())
                .put("status", placement == null ? "pending" : "running")
                .put("parent_id", root.id())
                .put("attempt", plan.attempt())
                .put("executor", plan.executor().wireName())
                .put("spec", plan.spec())
                .put("spec_sha256", plan.specSha256())
                .put("reservation", "none");
        ArrayNode avoid = row.putArray("avoid");
        plan.avoid().forEach(avoid::add);
        Checkpoint checkpoint = plan.checkpoint();
        if (checkpoint != null) {
            row.put("checkpoint_artifact", checkpoint.artifact()).put("checkpoint_step", checkpoint.step());
        }
        if (placement != null) {
            place(row, placement);
        }
    }

    private static void place(ObjectNode row, Placement placement) {
        switch (placement) {
            case Placement.OnAgent(long epoch, String agentId) ->
                row.put("epoch", epoch).put("agent_id", agentId);
            case Placement.OnWorker(Assignment worker) ->
                row.put("worker_id", worker.workerId())
                        .put("incarnation", worker.incarnation())
                        .put("worker_url", worker.url())
                        .put("token", worker.token())
                        .put("reservation", "open");
        }
    }

    private void phaseEvent(Root root, ResearchPhase phase, Plan plan, @Nullable Placement placement) {
        ObjectNode detail = Json.object().put("child_operation_id", plan.claim());
        if (placement instanceof Placement.OnWorker(Assignment worker)) {
            detail.put("worker_id", worker.workerId());
        }
        event(root, root.id(), "research." + phase.wireName(), detail);
    }

    /** Whose event it is, as the database calls it too. */
    private static String subject(Root root) {
        return root.type().isTask() ? "task" : "research";
    }

    private static String attempt(Root root, OperationType type) {
        return root.type().isTask() ? "task_attempt" : type.wireName();
    }

    private void event(Root root, String operationId, String type, JsonNode detail) {
        ObjectNode row = events.addObject();
        row.put("research_id", root.id()).put("operation_id", operationId).put("type", type);
        row.set("detail", Objects.requireNonNull(detail));
    }
}

package io.ktrdr.coordinator.tick;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.job.Checkpoint;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.ResearchPhase;
import io.ktrdr.coordinator.operation.OperationSql;
import io.ktrdr.coordinator.research.Assignment;
import io.ktrdr.coordinator.research.Child;
import io.ktrdr.coordinator.research.Ending;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.research.Placement;
import io.ktrdr.coordinator.research.Plan;
import io.ktrdr.coordinator.research.Research;
import io.ktrdr.coordinator.research.Transition;
import io.ktrdr.coordinator.research.WaitingCause;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Transitions as the four JSON arrays of {@link OperationSql#APPLY}. */
final class BulkRows {
    final ArrayNode researches = Json.array();
    final ArrayNode changes = Json.array();
    final ArrayNode births = Json.array();
    final ArrayNode events = Json.array();

    static BulkRows of(List<Transition> transitions) {
        BulkRows rows = new BulkRows();
        transitions.forEach(rows::add);
        return rows;
    }

    /** False when there is nothing to write: it stands where it stood. */
    static boolean changesAnything(Transition transition) {
        Research research = transition.research();
        if (!transition.endings().isEmpty() || !research.unsettled().isEmpty()) {
            return true;
        }
        return switch (transition) {
            case Transition.Stay stay -> false;
            case Transition.Wait wait -> wait.plan().stored() == null || wait.cause() != research.waitingCause();
            case Transition.Start start -> true;
            case Transition.Complete complete -> true;
            case Transition.Fail fail -> true;
            case Transition.Cancel cancel -> true;
        };
    }

    private void add(Transition transition) {
        Research research = transition.research();
        transition.endings().forEach(ending -> end(research, ending));
        switch (transition) {
            case Transition.Stay stay -> move(research, research.status(), research.phase(), research.waitingCause());
            case Transition.Wait wait -> wait(wait);
            case Transition.Start start -> start(start);
            case Transition.Complete(Research r, List<Ending> e, JsonNode result) -> {
                move(r, OperationStatus.COMPLETED, r.phase(), null).set("result", result);
                event(
                        r,
                        r.id(),
                        "research.completed",
                        Json.object().set("verdict", result.path("assessment").path("verdict")));
            }
            case Transition.Fail(Research r, List<Ending> e, String reason) -> {
                move(r, OperationStatus.FAILED, r.phase(), null).put("error_message", reason);
                event(r, r.id(), "research.failed", Json.object().put("reason", reason));
            }
            case Transition.Cancel(Research r, List<Ending> e, String reason) -> {
                move(r, OperationStatus.CANCELLED, r.phase(), null).put("error_message", reason);
                event(r, r.id(), "research.cancelled", Json.object().put("reason", reason));
            }
        }
    }

    private void wait(Transition.Wait wait) {
        Research research = wait.research();
        move(research, OperationStatus.RUNNING, wait.phase(), wait.cause());
        if (wait.plan().stored() == null) {
            birth(research, wait.plan(), null);
            event(
                    research,
                    wait.plan().claim(),
                    wait.plan().type().wireName() + ".pending",
                    Json.object().put("attempt", wait.plan().attempt()));
        }
        if (wait.phase() != research.phase()) {
            phaseEvent(research, wait.phase(), wait.plan(), null);
        }
        if (wait.cause() != research.waitingCause()) {
            event(
                    research,
                    research.id(),
                    "research.waiting",
                    Json.object().put("cause", wait.cause().wireName()));
        }
    }

    private void start(Transition.Start start) {
        Research research = start.research();
        Plan plan = start.plan();
        move(research, OperationStatus.RUNNING, start.phase(), null);
        Child stored = plan.stored();
        if (stored == null) {
            birth(research, plan, start.placement());
        } else {
            place(change(research, stored, "running"), start.placement());
        }
        if (start.phase() != research.phase()) {
            phaseEvent(research, start.phase(), plan, start.placement());
        }
        ObjectNode detail = Json.object().put("attempt", plan.attempt());
        if (start.placement() instanceof Placement.OnWorker(Assignment worker)) {
            detail.put("worker_id", worker.workerId()).put("token", worker.token());
        }
        event(
                research,
                plan.claim(),
                plan.type().wireName() + (start.placement() instanceof Placement.OnAgent ? ".started" : ".granted"),
                detail);
    }

    private ObjectNode move(
            Research research, OperationStatus status, ResearchPhase phase, @Nullable WaitingCause waitingCause) {
        ObjectNode row = researches.addObject();
        row.put("id", research.id())
                .put("version", research.version())
                .put("status", status.wireName())
                .put("phase", phase.wireName())
                .put("waiting_cause", waitingCause == null ? null : waitingCause.wireName())
                .put("strategy_name", research.strategyName());
        ArrayNode settled = row.putArray("settled");
        research.unsettled().forEach(settled::add);
        return row;
    }

    private void end(Research research, Ending ending) {
        Child child = ending.child();
        ObjectNode row = change(research, child, OperationStatus.FAILED.wireName())
                .put("failure_class", ending.failureClass().wireName())
                .put("failure_code", ending.code())
                .put("error_message", ending.message());
        if (child.assignment() != null && !ending.mayStillRun()) {
            row.put("reservation", "closed");
        }
        event(
                research,
                child.id(),
                child.type().wireName() + ".failed",
                Json.object().put("reason", ending.message()).put("code", ending.code()));
    }

    private ObjectNode change(Research research, Child child, String status) {
        return changes.addObject()
                .put("id", child.id())
                .put("parent_id", research.id())
                .put("version", child.version())
                .put("status", status);
    }

    private void birth(Research research, Plan plan, @Nullable Placement placement) {
        ObjectNode row = births.addObject();
        row.put("id", plan.claim())
                .put("type", plan.type().wireName())
                .put("status", placement == null ? "pending" : "running")
                .put("parent_id", research.id())
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
            case Placement.OnAgent(long epoch) -> row.put("epoch", epoch);
            case Placement.OnWorker(Assignment worker) ->
                row.put("worker_id", worker.workerId())
                        .put("incarnation", worker.incarnation())
                        .put("worker_url", worker.url())
                        .put("token", worker.token())
                        .put("reservation", "open");
        }
    }

    private void phaseEvent(Research research, ResearchPhase phase, Plan plan, @Nullable Placement placement) {
        ObjectNode detail = Json.object().put("child_operation_id", plan.claim());
        if (placement instanceof Placement.OnWorker(Assignment worker)) {
            detail.put("worker_id", worker.workerId());
        }
        event(research, research.id(), "research." + phase.wireName(), detail);
    }

    private void event(Research research, String operationId, String type, JsonNode detail) {
        ObjectNode row = events.addObject();
        row.put("research_id", research.id()).put("operation_id", operationId).put("type", type);
        row.set("detail", Objects.requireNonNull(detail));
    }
}

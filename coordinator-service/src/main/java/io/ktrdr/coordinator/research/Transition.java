package io.ktrdr.coordinator.research;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.ResearchPhase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one decision changes about an operation and its attempts. Everything in it is written in one statement, or nothing is. */
public sealed interface Transition {
    Root root();

    /** Attempts that this decision declares failed. */
    List<Ending> endings();

    /** Nothing to write but that the ends of these children have been seen. */
    record Stay(Root root, List<Ending> endings) implements Transition {}

    /** In line for an agent or a worker; the plan is written as a pending row if it is not there yet. */
    record Wait(Root root, List<Ending> endings, Plan plan, WaitingCause cause) implements Transition {
        /** Where it stands while it waits: a research that waits for its first agent is being designed. */
        public @Nullable ResearchPhase phase() {
            return plan.executor() == Executor.AGENT && root.phase() != null ? phaseOf(plan.type()) : root.phase();
        }

        /** A task that nobody has begun yet stays pending; a research is under way from its first look on. */
        public OperationStatus status() {
            return root.phase() == null ? root.status() : OperationStatus.RUNNING;
        }

        /** Whether its attempt is a row of its own: what has not begun yet stands in line itself. */
        public boolean isWritten() {
            return plan.stored() == null && status() == OperationStatus.RUNNING;
        }
    }

    /**
     * It has not begun and may not yet, or it has and waits for a lock: its agent is taken from it, and its worker is asked to hand
     * its job back.
     */
    record Hold(Root root, List<Ending> endings, WaitingCause cause) implements Transition {}

    /** The planned attempt runs from now on, and the research is in its phase. */
    record Start(Root root, List<Ending> endings, Plan plan, Placement placement) implements Transition {
        public @Nullable ResearchPhase phase() {
            return root.phase() == null ? null : phaseOf(plan.type());
        }
    }

    /** It stands still, holding nobody, until a person decides. */
    record Pause(Root root, List<Ending> endings, String reason) implements Transition {}

    record Complete(Root root, List<Ending> endings, JsonNode result) implements Transition {}

    /** @param code a short stable name for the reason; null when it has none */
    record Fail(
            Root root,
            List<Ending> endings,
            String reason,
            @Nullable String code) implements Transition {}

    /** @param code a short stable name for the reason; null when it has none */
    record Cancel(
            Root root,
            List<Ending> endings,
            String reason,
            @Nullable String code) implements Transition {}

    /** The phase that a child of this type stands for. */
    static ResearchPhase phaseOf(OperationType type) {
        return switch (type) {
            case AGENT_DESIGN -> ResearchPhase.DESIGNING;
            case TRAINING -> ResearchPhase.TRAINING;
            case BACKTESTING -> ResearchPhase.BACKTESTING;
            case AGENT_ASSESSMENT -> ResearchPhase.ASSESSING;
            case AGENT_RESEARCH, DISCOVERY, MIGRATION, HEARTBEAT, INGEST, RESEARCH, GENERAL ->
                throw new IllegalArgumentException(type + " is no phase of a research");
        };
    }
}

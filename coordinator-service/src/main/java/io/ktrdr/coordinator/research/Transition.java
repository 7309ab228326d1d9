package io.ktrdr.coordinator.research;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.ResearchPhase;
import java.util.List;

/** What one decision changes about a research. Everything in it is written in one statement, or nothing is. */
public sealed interface Transition {
    Research research();

    /** Attempts that this decision declares failed. */
    List<Ending> endings();

    /** Nothing to write but that the ends of these children have been seen. */
    record Stay(Research research, List<Ending> endings) implements Transition {}

    /** In line for an agent or a worker; the plan is written as a pending row if it is not there yet. */
    record Wait(Research research, List<Ending> endings, Plan plan, WaitingCause cause) implements Transition {
        /** Where it stands while it waits: a research that waits for its first agent is being designed. */
        public ResearchPhase phase() {
            return plan.executor() == Executor.AGENT ? phaseOf(plan.type()) : research.phase();
        }
    }

    /** The planned attempt runs from now on, and the research is in its phase. */
    record Start(Research research, List<Ending> endings, Plan plan, Placement placement) implements Transition {
        public ResearchPhase phase() {
            return phaseOf(plan.type());
        }
    }

    record Complete(Research research, List<Ending> endings, JsonNode result) implements Transition {}

    record Fail(Research research, List<Ending> endings, String reason) implements Transition {}

    record Cancel(Research research, List<Ending> endings, String reason) implements Transition {}

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

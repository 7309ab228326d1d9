package io.ktrdr.coordinator.agent;

import io.ktrdr.contracts.operation.OperationType;
import java.math.BigDecimal;

/** Designs and assesses with the built-in template designer and rule-based assessor. No model is asked; it costs nothing. */
final class ResearchWork implements AgentWork {
    private final DesignWork design;
    private final AssessmentWork assessment;

    ResearchWork(DesignWork design, AssessmentWork assessment) {
        this.design = design;
        this.assessment = assessment;
    }

    @Override
    public BigDecimal estimate(AgentTask task) {
        return BigDecimal.ZERO;
    }

    @Override
    public Outcome run(AgentTask task) throws AgentFailure, InterruptedException {
        return new Outcome(
                task.type() == OperationType.AGENT_DESIGN ? design.run(task.spec()) : assessment.run(task.spec()),
                BigDecimal.ZERO);
    }
}

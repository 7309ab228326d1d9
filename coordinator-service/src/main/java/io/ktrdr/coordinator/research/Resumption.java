package io.ktrdr.coordinator.research;

import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.ResearchPhase;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Doing a research again from one of its phases on: with the results of the phases before. Whether they lead to that phase
 * is the state machine's to say. Pure.
 */
public final class Resumption {
    private static final List<OperationType> STEPS = List.of(
            OperationType.AGENT_DESIGN,
            OperationType.TRAINING,
            OperationType.BACKTESTING,
            OperationType.AGENT_ASSESSMENT);

    /** Those that a research may be done again from, first to last. */
    public static final List<ResearchPhase> PHASES =
            STEPS.stream().map(Transition::phaseOf).toList();

    private Resumption() {}

    /** Completed attempts whose results it begins with; empty when they do not lead to this phase. */
    public static Optional<List<Child>> from(ResearchPhase phase, Root old) {
        List<Child> before = STEPS.subList(0, PHASES.indexOf(phase)).stream()
                .map(old::latest)
                .filter(Objects::nonNull)
                .filter(child -> child.status() == OperationStatus.COMPLETED)
                .toList();
        Root again = new Root(
                old.id(),
                old.type(),
                old.version(),
                OperationStatus.PENDING,
                ResearchPhase.IDLE,
                old.priority(),
                old.rank(),
                old.request(),
                null,
                Standing.FREE,
                before);
        Plan plan = StateMachine.wanted(again, Observation.ofEpoch(0, Set.of(), new Patience(0, 0, 0)));
        return plan != null && phaseOf(plan.type()) == phase ? Optional.of(before) : Optional.empty();
    }

    /** Phases from which this research can be done again. */
    public static List<ResearchPhase> possible(Root old) {
        return PHASES.stream().filter(phase -> from(phase, old).isPresent()).toList();
    }

    /** The claim of a taken over attempt: the first one of its phase. */
    public static String claim(String researchId, Child taken, String specSha256) {
        return Claim.of(researchId, taken.type(), 1, specSha256);
    }

    /** The phase that a child of this type stands for. */
    public static ResearchPhase phaseOf(OperationType type) {
        return Transition.phaseOf(type);
    }

    public static String names(List<ResearchPhase> phases) {
        return phases.stream().map(ResearchPhase::wireName).collect(Collectors.joining(", "));
    }
}

package io.ktrdr.coordinator.research;

import static io.ktrdr.coordinator.research.AResearch.aResearch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.ResearchPhase;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResumptionTest {
    private static final Map<String, AResearch> STORIES = Map.of(
            "not designed", aResearch().failed(OperationType.AGENT_DESIGN, FailureClass.JOB, "no"),
            "designed", aResearch().designed().failed(OperationType.TRAINING, FailureClass.JOB, "no"),
            "trained", aResearch().trained().failed(OperationType.BACKTESTING, FailureClass.JOB, "no"),
            "rejected", aResearch().rejectedByTheGate(),
            "backtested", aResearch().backtested().failed(OperationType.AGENT_ASSESSMENT, FailureClass.JOB, "no"),
            "assessed", aResearch().assessed());

    private static Root over(String story) {
        return Objects.requireNonNull(STORIES.get(story))
                .over(OperationStatus.FAILED)
                .now();
    }

    private static String possible(String story) {
        return Resumption.names(Resumption.possible(over(story)));
    }

    private static List<OperationType> taken(ResearchPhase phase, String story) {
        return Resumption.from(phase, over(story)).orElseThrow().stream()
                .map(Child::type)
                .toList();
    }

    @Test
    void a_phase_is_possible_when_the_results_before_it_lead_there() {
        assertEquals("designing", possible("not designed"));
        assertEquals("designing, training", possible("designed"));
        assertEquals("designing, training, backtesting", possible("trained"));
        assertEquals("designing, training, assessing", possible("rejected"));
        assertEquals("designing, training, backtesting, assessing", possible("backtested"));
        assertEquals("designing, training, backtesting, assessing", possible("assessed"));
    }

    @Test
    void what_is_taken_over_is_what_the_phases_before_have_completed() {
        assertEquals(List.of(), taken(ResearchPhase.DESIGNING, "assessed"));
        assertEquals(List.of(OperationType.AGENT_DESIGN), taken(ResearchPhase.TRAINING, "assessed"));
        assertEquals(
                List.of(OperationType.AGENT_DESIGN, OperationType.TRAINING),
                taken(ResearchPhase.BACKTESTING, "assessed"));
        assertEquals(
                List.of(OperationType.AGENT_DESIGN, OperationType.TRAINING),
                taken(ResearchPhase.ASSESSING, "rejected"));
        assertEquals(
                List.of(OperationType.AGENT_DESIGN, OperationType.TRAINING, OperationType.BACKTESTING),
                taken(ResearchPhase.ASSESSING, "backtested"));
    }

    @Test
    void an_attempt_that_failed_before_the_one_that_did_not_is_left_behind() {
        Root old = aResearch()
                .designed()
                .failed(OperationType.TRAINING, FailureClass.WORKER, "disk full")
                .completed(OperationType.TRAINING, AResearch.TRAINING)
                .over(OperationStatus.CANCELLED)
                .now();
        List<Child> taken = Resumption.from(ResearchPhase.BACKTESTING, old).orElseThrow();
        assertEquals(2, taken.getLast().attempt());
        assertEquals(2, taken.size());
    }

    @Test
    void a_training_that_was_never_completed_leads_to_no_backtest() {
        assertEquals(Optional.empty(), Resumption.from(ResearchPhase.BACKTESTING, over("designed")));
        assertEquals(Optional.empty(), Resumption.from(ResearchPhase.BACKTESTING, over("rejected")));
    }

    @Test
    void a_copy_has_a_claim_of_its_own() {
        Child design = over("designed").children().getFirst();
        String one = Resumption.claim("op_one", design, Sha256.of("spec"));
        assertEquals(one, Resumption.claim("op_one", design, Sha256.of("spec")));
        assertNotEquals(one, Resumption.claim("op_two", design, Sha256.of("spec")));
        assertEquals(Claim.of("op_one", OperationType.AGENT_DESIGN, 1, Sha256.of("spec")), one);
    }
}

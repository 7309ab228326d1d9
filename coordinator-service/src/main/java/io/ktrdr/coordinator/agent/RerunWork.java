package io.ktrdr.coordinator.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.coordinator.operation.OperationReader;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.research.Reproduction;
import io.ktrdr.coordinator.trial.TrialLedger;
import jakarta.inject.Singleton;
import java.util.Objects;

/** What a run comes to that only finds out something about an earlier research: nothing is judged, and nothing remembered. */
@Singleton
final class RerunWork {
    private static final String REPRODUCES = "reproduces";
    private static final String HOLDOUT = "holdout";

    private final OperationReader operations;
    private final TrialLedger ledger;

    RerunWork(OperationReader operations, TrialLedger ledger) {
        this.operations = operations;
        this.ledger = ledger;
    }

    boolean isOne(JsonNode findings) {
        return findings.path(REPRODUCES).isTextual() || findings.path(HOLDOUT).isObject();
    }

    /** @throws AgentFailure when the worker did not do what it was asked for */
    ObjectNode conclude(JsonNode findings) throws AgentFailure, InterruptedException {
        return findings.path(HOLDOUT).isObject() ? reading(findings) : reproduction(findings);
    }

    private ObjectNode reading(JsonNode findings) throws AgentFailure, InterruptedException {
        if (!findings.path("statistics").path("window").asText().equals(HOLDOUT)) {
            throw new AgentFailure(
                    FailureClass.JOB,
                    "holdout_not_read",
                    "The backtest worker has not read what is held out: it is of a release that does not know of it");
        }
        int number =
                Blocking.await(() -> ledger.reading(findings.path("research_id").asText()));
        ObjectNode holdout = findings.path(HOLDOUT).deepCopy();
        return Json.object().set(HOLDOUT, holdout.put("reading", number));
    }

    private ObjectNode reproduction(JsonNode findings) throws InterruptedException {
        String id = findings.path(REPRODUCES).asText();
        OperationView original = Blocking.await(() -> operations.show(id));
        Reproduction reproduction = Reproduction.of(id, Objects.requireNonNull(original.result()), findings);
        return Json.object().set("reproduction", Json.tree(reproduction));
    }
}

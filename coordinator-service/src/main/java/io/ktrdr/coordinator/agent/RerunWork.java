package io.ktrdr.coordinator.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

    ObjectNode conclude(JsonNode findings) throws InterruptedException {
        return findings.path(HOLDOUT).isObject() ? reading(findings) : reproduction(findings);
    }

    private ObjectNode reading(JsonNode findings) throws InterruptedException {
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

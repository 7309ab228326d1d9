package io.ktrdr.coordinator.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.problem.Violation;
import io.ktrdr.contracts.research.TriggerRequest;
import io.ktrdr.contracts.research.TriggerResponse;
import io.ktrdr.coordinator.dataset.DatasetCatalogue;
import io.ktrdr.coordinator.library.StrategyLibrary;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.stub.StubConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From what somebody asks for to a research that admission decides about. */
@Singleton
public final class ResearchTrigger {
    private final Admission admission;
    private final DatasetCatalogue datasets;
    private final StrategyLibrary strategies;
    private final StubConfig stub;
    private final OperationIds ids;

    ResearchTrigger(
            Admission admission,
            DatasetCatalogue datasets,
            StrategyLibrary strategies,
            StubConfig stub,
            OperationIds ids) {
        this.admission = admission;
        this.datasets = datasets;
        this.strategies = strategies;
        this.stub = stub;
        this.ids = ids;
    }

    /** What is wrong with a request, as far as the request alone tells; empty when nothing is. */
    public static List<Violation> violations(TriggerRequest request) {
        return TriggerInput.violations(request, null);
    }

    /**
     * @param idempotencyKey the same key with the same request is the same research; null for none
     * @throws ProblemException through the Uni or at once: {@code invalid_request}, {@code at_capacity}, {@code queue_full},
     *     {@code budget_exhausted}, {@code idempotency_key_reused}
     */
    public Uni<TriggerResponse> trigger(TriggerRequest request, @Nullable String idempotencyKey) {
        TriggerInput.check(request, idempotencyKey);
        return strategy(request)
                .chain(yaml -> dataset(request).map(dataset -> body(request, yaml, dataset)))
                .chain(body -> admission.trigger(new Admission.Request(
                        ids.next(),
                        idempotencyKey,
                        body,
                        Sha256.of(Json.tree(request).toString()),
                        TriggerInput.priority(request).ordinal(),
                        TriggerInput.forcedBy(request.force(), request.requestedBy()),
                        Boolean.TRUE.equals(request.queue()),
                        null)));
    }

    private Uni<Optional<String>> strategy(TriggerRequest request) {
        return request.strategy() == null
                ? Uni.createFrom().item(Optional.empty())
                : strategies.resolve(request.strategy()).map(Optional::of);
    }

    /** A stub computes nothing, so it needs no data. */
    private Uni<Optional<String>> dataset(TriggerRequest request) {
        return stub.enabled() && request.dataset() == null
                ? Uni.createFrom().item(Optional.empty())
                : datasets.resolve(request.dataset()).map(Optional::of);
    }

    /** What the design starts from: the seed is drawn here, so that everything after is repeatable. */
    private ObjectNode body(TriggerRequest request, Optional<String> strategyYaml, Optional<String> dataset) {
        ObjectNode body = Json.object();
        body.put("brief", request.brief());
        body.put("strategy", strategyYaml.orElse(null));
        body.put("dataset", dataset.orElse(null));
        body.put("seed", Objects.requireNonNullElseGet(request.seed(), ids::nextSeed));
        return body;
    }
}

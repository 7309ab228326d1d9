package io.ktrdr.coordinator.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.research.AgentApi;
import io.ktrdr.contracts.research.AgentStatus;
import io.ktrdr.contracts.research.TriggerRequest;
import io.ktrdr.contracts.research.TriggerResponse;
import io.ktrdr.contracts.worker.WorkerList;
import io.ktrdr.contracts.worker.WorkersApi;
import io.ktrdr.coordinator.budget.BudgetLedger;
import io.ktrdr.coordinator.dataset.DatasetCatalogue;
import io.ktrdr.coordinator.library.StrategyLibrary;
import io.ktrdr.coordinator.operation.ActiveResearches;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.stub.StubConfig;
import io.ktrdr.edge.QueryParameters;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.UriInfo;
import java.util.Objects;
import java.util.Optional;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Triggering researches, and what goes on at a glance. */
final class AgentResource implements AgentApi {
    private final Admission admission;
    private final ActiveResearches active;
    private final BudgetLedger budget;
    private final DatasetCatalogue datasets;
    private final StrategyLibrary strategies;
    private final WorkersApi registry;
    private final StubConfig stub;
    private final OperationIds ids;

    private final UriInfo uri;

    AgentResource(
            Admission admission,
            ActiveResearches active,
            BudgetLedger budget,
            DatasetCatalogue datasets,
            StrategyLibrary strategies,
            WorkersApi registry,
            StubConfig stub,
            OperationIds ids,
            UriInfo uri) {
        this.uri = uri;
        this.admission = admission;
        this.active = active;
        this.budget = budget;
        this.datasets = datasets;
        this.strategies = strategies;
        this.registry = registry;
        this.stub = stub;
        this.ids = ids;
    }

    @Override
    @ResponseStatus(202)
    public Uni<TriggerResponse> trigger(@Nullable String idempotencyKey, @Nullable TriggerRequest request) {
        QueryParameters.allowOnly(uri);
        if (request == null) {
            throw ProblemException.invalid("(body)", "a JSON body is required");
        }
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

    @Override
    public Uni<AgentStatus> status() {
        QueryParameters.allowOnly(uri);
        return admission
                .workers()
                .chain(workers -> Uni.combine()
                        .all()
                        .unis(active.list(), budget.today(), admission.capacity(workers))
                        .with((researches, money, capacity) -> new AgentStatus(researches, workers, money, capacity)));
    }

    @Override
    public Uni<WorkerList> workers() {
        QueryParameters.allowOnly(uri);
        return registry.list()
                .onFailure()
                .transform(failure -> failure instanceof ProblemException
                        ? failure
                        : new ProblemException(ProblemCode.UNAVAILABLE, "The worker registry does not answer"));
    }
}

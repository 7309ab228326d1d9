package io.ktrdr.coordinator.admission;

import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.research.AgentApi;
import io.ktrdr.contracts.research.AgentStatus;
import io.ktrdr.contracts.research.TriggerRequest;
import io.ktrdr.contracts.research.TriggerResponse;
import io.ktrdr.contracts.worker.WorkerList;
import io.ktrdr.contracts.worker.WorkersApi;
import io.ktrdr.coordinator.budget.BudgetLedger;
import io.ktrdr.coordinator.operation.ActiveResearches;
import io.ktrdr.edge.QueryParameters;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Triggering researches, and what goes on at a glance. */
final class AgentResource implements AgentApi {
    private final ResearchTrigger trigger;
    private final Admission admission;
    private final ActiveResearches active;
    private final BudgetLedger budget;
    private final WorkersApi registry;

    private final UriInfo uri;

    AgentResource(
            ResearchTrigger trigger,
            Admission admission,
            ActiveResearches active,
            BudgetLedger budget,
            WorkersApi registry,
            UriInfo uri) {
        this.uri = uri;
        this.trigger = trigger;
        this.admission = admission;
        this.active = active;
        this.budget = budget;
        this.registry = registry;
    }

    @Override
    @ResponseStatus(202)
    public Uni<TriggerResponse> trigger(@Nullable String idempotencyKey, @Nullable TriggerRequest request) {
        QueryParameters.allowOnly(uri);
        if (request == null) {
            throw ProblemException.invalid("(body)", "a JSON body is required");
        }
        return trigger.trigger(request, idempotencyKey);
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

package io.ktrdr.coordinator.alert;

import io.ktrdr.alerts.evaluation.Reading;
import io.ktrdr.alerts.evaluation.Readings;
import io.ktrdr.alerts.rule.Signal;
import io.ktrdr.alerts.store.Alerts;
import io.ktrdr.alerts.store.Fence;
import io.ktrdr.alerts.store.SignalQuery;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.coordinator.admission.Places;
import io.ktrdr.coordinator.agent.TaskPlaces;
import io.ktrdr.coordinator.budget.BudgetLedger;
import io.ktrdr.coordinator.models.ModelChain;
import io.ktrdr.coordinator.readiness.SchedulingConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Reads what the rules want to know, as whoever ticks. */
@Singleton
public final class AlertWatch {
    private static final Logger LOG = Logger.getLogger(AlertWatch.class);

    private static final List<Signal> OF_TABLES = List.of(
            Signal.OPERATION_NEEDS_ATTENTION,
            Signal.LOCK_OVERDUE,
            Signal.BUDGET_USED,
            Signal.AGENT_CONTEXT_USED,
            Signal.QUEUE_USED);

    private final Alerts alerts;
    private final SchedulingConfig scheduling;
    private final BudgetLedger budget;
    private final Places places;
    private final TaskPlaces taskPlaces;
    private final ModelChain models;

    AlertWatch(
            Alerts alerts,
            SchedulingConfig scheduling,
            BudgetLedger budget,
            Places places,
            TaskPlaces taskPlaces,
            ModelChain models) {
        this.alerts = alerts;
        this.scheduling = scheduling;
        this.budget = budget;
        this.places = places;
        this.taskPlaces = taskPlaces;
        this.models = models;
    }

    /**
     * One statement, and one more when something is raised or resolved, however much stands. What goes wrong here, other than
     * an outage, stops nobody else.
     *
     * @param epoch           of whoever judges: once another one leads, nothing is written
     * @param registryAnswers empty when it has not been asked yet
     */
    public Uni<Void> judge(long epoch, Optional<Boolean> registryAnswers) {
        Fence leader = new Fence("EXISTS (SELECT 1 FROM leader_lease WHERE epoch = $1)", epoch);
        Readings readings = ModelSignals.of(models.states());
        registryAnswers.ifPresent(
                answers -> readings.read(Signal.REGISTRY_UNREACHABLE, new Reading("registry", answers ? 0 : 1, "")));
        return alerts.evaluate(leader, tables(), readings)
                .replaceWithVoid()
                .onFailure(failure -> !(failure instanceof ProblemException))
                .recoverWithUni(failure -> {
                    LOG.error("Alerts could not be judged; the next tick tries again", failure);
                    return Uni.createFrom().voidItem();
                });
    }

    private SignalQuery tables() {
        List<ModelSignals.Context> contexts = ModelSignals.contexts(models.states());
        return new SignalQuery(
                SignalSql.ALL,
                Arrays.asList(
                        scheduling.lockHeldTooLong().toMillis(),
                        scheduling.lockLease().toMillis(),
                        budget.dailyLimit().orElse(null),
                        contexts.stream().map(ModelSignals.Context::model).toArray(String[]::new),
                        contexts.stream().map(ModelSignals.Context::tokens).toArray(Long[]::new),
                        places.forResearches(),
                        taskPlaces.total()),
                OF_TABLES);
    }
}

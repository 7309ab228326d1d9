package io.ktrdr.coordinator.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.problem.Violation;
import io.ktrdr.contracts.research.TriggerRequest;
import io.ktrdr.contracts.research.TriggerResponse;
import io.ktrdr.coordinator.dataset.DatasetCatalogue;
import io.ktrdr.coordinator.library.StrategyLibrary;
import io.ktrdr.coordinator.lock.Lock;
import io.ktrdr.coordinator.lock.Resource;
import io.ktrdr.coordinator.prediction.PredictedRead;
import io.ktrdr.coordinator.prediction.Predictions;
import io.ktrdr.coordinator.readiness.Terms;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.stub.StubConfig;
import io.ktrdr.coordinator.telemetry.Origin;
import io.ktrdr.coordinator.trial.GatesConfig;
import io.ktrdr.quant.strategy.StrategyYaml;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** From what somebody asks for to a research that admission decides about. */
@Singleton
public final class ResearchTrigger {
    private final Admission admission;
    private final DatasetCatalogue datasets;
    private final StrategyLibrary strategies;
    private final Predictions predictions;
    private final StubConfig stub;
    private final GatesConfig gates;
    private final OperationIds ids;

    ResearchTrigger(
            Admission admission,
            DatasetCatalogue datasets,
            StrategyLibrary strategies,
            Predictions predictions,
            StubConfig stub,
            GatesConfig gates,
            OperationIds ids) {
        this.admission = admission;
        this.datasets = datasets;
        this.strategies = strategies;
        this.predictions = predictions;
        this.stub = stub;
        this.gates = gates;
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
        return prepare(request, idempotencyKey, Sha256.of(Json.tree(request).toString()))
                .chain(admission::trigger);
    }

    /** What is wrong with one of several requests that may name each other. */
    public static List<Violation> violations(TriggerRequest request, Predicate<String> others) {
        return TriggerInput.violations(request, null, others);
    }

    /**
     * A request without violations, with all that it means at this moment.
     *
     * @throws ProblemException through the Uni or at once: {@code invalid_request} for what there is not
     */
    public Uni<Admission.Request> prepare(TriggerRequest request, @Nullable String idempotencyKey, String sha256) {
        String origin = Origin.here();
        return strategy(request)
                .chain(yaml -> dataset(request)
                        .chain(dataset -> locks(request, yaml, dataset)
                                .map(locks -> new Admission.Request(
                                        ids.next(),
                                        idempotencyKey,
                                        body(request, yaml, dataset),
                                        sha256,
                                        TriggerInput.terms(request).with(locks),
                                        TriggerInput.forcedBy(request.force(), request.requestedBy()),
                                        Boolean.TRUE.equals(request.queue()),
                                        null,
                                        origin))));
    }

    /**
     * What it is expected to touch: it reads what is about its subject. A strategy of one's own is written when it is another
     * than the one that is known under its name: a new one may be tried on many datasets at once. A stub touches nothing.
     */
    private Uni<List<Lock>> locks(TriggerRequest request, Optional<String> yaml, Optional<String> dataset) {
        if (request.locks() != null || stub.enabled()) {
            return Uni.createFrom().item(List.of());
        }
        return predictions
                .of(Objects.requireNonNullElse(request.brief(), ""), dataset.orElse(null))
                .map(ResearchTrigger::reads)
                .chain(reads -> yaml.isEmpty()
                        ? Uni.createFrom().item(reads)
                        : own(String.valueOf(request.strategy()), yaml.get()).map(own -> {
                            List<Lock> all = new ArrayList<>(reads);
                            all.add(own);
                            return all;
                        }));
    }

    private static List<Lock> reads(List<PredictedRead> predicted) {
        return predicted.stream()
                .map(PredictedRead::resource)
                .filter(Resource::isOne)
                .map(Lock::read)
                .distinct()
                .limit(Terms.MAX_LOCKS - 1L)
                .toList();
    }

    /** What is called by its name is run as it is known. */
    private Uni<Lock> own(String nameOrYaml, String yaml) {
        String resource = "strategy:" + StrategyYaml.read(yaml).name();
        return StrategyLibrary.isText(nameOrYaml)
                ? isAnother(yaml).map(another -> another ? Lock.write(resource) : Lock.read(resource))
                : Uni.createFrom().item(Lock.read(resource));
    }

    private Uni<Boolean> isAnother(String yaml) {
        return strategies
                .newest(StrategyYaml.read(yaml).name())
                .map(known ->
                        known.filter(stored -> !stored.yaml().equals(yaml)).isPresent());
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

    /**
     * What the research starts from: the seed is drawn here, so that everything after is repeatable, and so is what its results
     * have to reach.
     */
    private ObjectNode body(TriggerRequest request, Optional<String> strategyYaml, Optional<String> dataset) {
        ObjectNode body = Json.object();
        body.put("brief", request.brief());
        body.put("strategy", strategyYaml.orElse(null));
        body.put("dataset", dataset.orElse(null));
        body.put("seed", Objects.requireNonNullElseGet(request.seed(), ids::nextSeed));
        body.put(
                "gates",
                Objects.requireNonNullElseGet(
                        request.gates(), () -> gates.profile().wireName()));
        if (request.requestedBy() != null) {
            body.put("requested_by", request.requestedBy());
        }
        if (request.bypassGates() != null) {
            body.putObject("bypass").put("by", request.requestedBy()).put("reason", request.bypassGates());
        }
        return body;
    }
}

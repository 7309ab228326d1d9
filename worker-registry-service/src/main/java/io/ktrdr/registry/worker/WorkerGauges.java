package io.ktrdr.registry.worker;

import io.ktrdr.contracts.BreakerState;
import io.ktrdr.contracts.WireName;
import io.ktrdr.contracts.worker.WorkerState;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.contracts.worker.WorkerView;
import io.ktrdr.database.ScrapedGauges;
import io.ktrdr.database.ScrapedGauges.Family;
import io.ktrdr.database.ScrapedGauges.Series;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** How many workers there are, as they are shown to people; counted when somebody scrapes. */
@Singleton
final class WorkerGauges {
    /** Whatever it was at: nothing is heard of it. */
    private static final String LOST = "lost";

    private static final List<WorkerType> TYPES = List.of(WorkerType.values());
    private static final List<String> STATES = Stream.concat(
                    Stream.of(WorkerState.values())
                            .filter(state -> state != WorkerState.UNKNOWN)
                            .map(WireName::of),
                    Stream.of(LOST))
            .toList();

    private final Workers workers;

    WorkerGauges(Workers workers) {
        this.workers = workers;
    }

    void register(@Observes StartupEvent started, PrometheusMeterRegistry registry) {
        ScrapedGauges.register(registry, () -> workers.list().map(WorkerGauges::families));
    }

    private static List<Family> families(List<WorkerView> workers) {
        return List.of(
                new Family(
                        "ktrdr_workers",
                        "Workers by what they do at present",
                        List.of("type", "state"),
                        TYPES.stream()
                                .flatMap(type -> STATES.stream()
                                        .map(state -> series(
                                                workers,
                                                type,
                                                List.of(state),
                                                view -> stateOf(view).equals(state))))
                                .toList()),
                new Family(
                        "ktrdr_workers_drained",
                        "Workers that take no further job because somebody wants it so",
                        List.of("type"),
                        TYPES.stream()
                                .map(type -> series(workers, type, List.of(), WorkerView::drained))
                                .toList()),
                new Family(
                        "ktrdr_workers_kept_from_work",
                        "Workers whose circuit breaker is open: no attempt is started there for a while",
                        List.of("type"),
                        TYPES.stream()
                                .map(type -> series(
                                        workers,
                                        type,
                                        List.of(),
                                        view -> view.breaker().state() == BreakerState.OPEN))
                                .toList()));
    }

    private static String stateOf(WorkerView view) {
        // given up for good says more than that nothing is heard of it
        return view.lost() && view.state() != WorkerState.FAILED
                ? LOST
                : view.state().wireName();
    }

    private static Series series(
            List<WorkerView> workers, WorkerType type, List<String> labels, Predicate<WorkerView> counted) {
        long count = workers.stream()
                .filter(view -> view.workerType() == type)
                .filter(counted)
                .count();
        return new Series(
                Stream.concat(Stream.of(type.wireName()), labels.stream()).toList(), count);
    }
}

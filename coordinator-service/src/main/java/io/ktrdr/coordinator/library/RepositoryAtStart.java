package io.ktrdr.coordinator.library;

import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.coordinator.library.StrategyLibrary.Stored;
import io.ktrdr.coordinator.repository.StrategyRepository;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sees to it that there is a strategy repository before anything else begins; a new one is given what the library has. */
@Singleton
final class RepositoryAtStart {
    private static final int PAGE = 500;
    /** A database that has just been started, on a machine where everything starts at once. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final StrategyRepository repository;
    private final StrategyLibrary library;

    RepositoryAtStart(StrategyRepository repository, StrategyLibrary library) {
        this.repository = repository;
        this.library = library;
    }

    void atStart(@Observes StartupEvent event) throws InterruptedException {
        repository.begin(this::newestOfEachName);
    }

    private Map<String, String> newestOfEachName() throws InterruptedException {
        Map<String, String> strategies = new HashMap<>();
        List<Stored> page;
        String after = "";
        do {
            page = page(after);
            for (Stored stored : page) {
                strategies.put(stored.name(), stored.yaml());
                after = stored.name();
            }
        } while (page.size() == PAGE);
        return strategies;
    }

    private List<Stored> page(String after) throws InterruptedException {
        try {
            return VertxContextSupport.subscribeAndAwait(() -> Uni.createFrom()
                    .deferred(() -> library.newestOfEachName(after, PAGE))
                    .onFailure(RepositoryAtStart::isAway)
                    .retry()
                    .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                    .expireIn(PATIENCE.toMillis()));
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isAway(Throwable failure) {
        return failure instanceof ProblemException problem && problem.code() == ProblemCode.UNAVAILABLE;
    }
}

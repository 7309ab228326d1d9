package io.ktrdr.coordinator.library;

import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.problem.Violation;
import io.ktrdr.coordinator.repository.MainFile;
import io.ktrdr.coordinator.repository.ResearchBranches;
import io.ktrdr.coordinator.repository.StrategyRepository;
import io.ktrdr.quant.strategy.InvalidStrategyException;
import io.ktrdr.quant.strategy.StrategySpec;
import io.ktrdr.quant.strategy.StrategyYaml;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Strategies on the repository's main, where people edit them. */
@Singleton
final class Published {
    private final Optional<ResearchBranches> branches;
    private final Vertx vertx;

    Published(StrategyRepository repository, Vertx vertx) {
        this.branches = repository.branches();
        this.vertx = vertx;
    }

    /**
     * The canonical text of what main has under this name; empty when it has nothing, or there is no repository.
     *
     * @throws ProblemException through the Uni: {@code invalid_request} when the file there is no usable strategy of this name,
     *     {@code unavailable} when the repository cannot be read
     */
    Uni<Optional<String>> strategy(String name) {
        if (branches.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        ResearchBranches repository = branches.get();
        return vertx.executeBlocking(() -> read(repository, name), false);
    }

    private static Optional<String> read(ResearchBranches repository, String name) {
        try {
            return repository.onMain(name).map(file -> canonical(file, name));
        } catch (IOException e) {
            throw new ProblemException(Problem.of(
                    ProblemCode.UNAVAILABLE,
                    "The strategy repository cannot be read: " + StrategyRepository.reason(e)));
        }
    }

    private static String canonical(MainFile file, String name) {
        StrategySpec strategy;
        try {
            strategy = StrategyYaml.read(file.text());
        } catch (InvalidStrategyException e) {
            throw ProblemException.invalid(e.violations().stream()
                    .map(violation -> violation(
                            file, (violation.path().isEmpty() ? "" : violation.path() + ": ") + violation.message()))
                    .toList());
        }
        if (!strategy.name().equals(name)) {
            throw ProblemException.invalid(
                    List.of(violation(file, "the strategy in it is called " + strategy.name() + ", not " + name)));
        }
        return StrategyYaml.write(strategy);
    }

    private static Violation violation(MainFile file, String message) {
        return new Violation("strategy", file.path() + " on main (commit " + file.commit() + "): " + message);
    }
}

package io.ktrdr.coordinator.library;

import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.problem.Violation;
import io.ktrdr.quant.strategy.InvalidStrategyException;
import io.ktrdr.quant.strategy.StrategySpec;
import io.ktrdr.quant.strategy.StrategyYaml;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Strategies by name. */
@ApplicationScoped
public class StrategyLibrary {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,63}");

    private final Sessions sessions;
    private final Clock clock;
    private final Published published;

    StrategyLibrary(Sessions sessions, Clock clock, Published published) {
        this.sessions = sessions;
        this.clock = clock;
        this.published = published;
    }

    /**
     * The canonical text of the strategy that a trigger means. A name means what the repository's main says, where there is one
     * and it has that name; else the newest that was kept under it.
     *
     * @param nameOrYaml a name, or a whole strategy file
     * @throws ProblemException {@code invalid_request} with every violation
     */
    public Uni<String> resolve(String nameOrYaml) {
        if (nameOrYaml.contains("\n") || nameOrYaml.contains(": ")) {
            return Uni.createFrom().item(StrategyYaml.write(read(nameOrYaml)));
        }
        if (!NAME.matcher(nameOrYaml).matches()) {
            throw ProblemException.invalid(
                    "strategy", "is neither a strategy file nor a name (" + NAME.pattern() + ")");
        }
        return published
                .strategy(nameOrYaml)
                .chain(onMain -> onMain.isPresent()
                        ? Uni.createFrom().item(onMain.get())
                        : newest(nameOrYaml)
                                .map(found -> found.orElseThrow(() -> ProblemException.invalid(
                                                "strategy", "no strategy is called " + nameOrYaml))
                                        .yaml()));
    }

    private static StrategySpec read(String yaml) {
        try {
            return StrategyYaml.read(yaml);
        } catch (InvalidStrategyException e) {
            throw ProblemException.invalid(e.violations().stream()
                    .map(violation -> new Violation(
                            violation.path().isEmpty() ? "strategy" : "strategy." + violation.path(),
                            violation.message()))
                    .toList());
        }
    }

    /** The newest strategy of a name, as it is stored. */
    public record Stored(String name, String yaml) {}

    /** The newest of this name; empty when there is none. */
    public Uni<Optional<Stored>> newest(String name) {
        return sessions.read(() -> Strategy.newestNamed(name))
                .map(found -> Optional.ofNullable(found).map(StrategyLibrary::stored));
    }

    /** Those of the names that a strategy has. */
    public Uni<Set<String>> existing(Set<String> names) {
        if (names.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        return sessions.read(() -> Strategy.existing(names)).map(Set::copyOf);
    }

    /** The newest of each name, in the order of these: those that come after a name. */
    public Uni<List<Stored>> newestOfEachName(String after, int howMany) {
        return sessions.read(() -> Strategy.newestOfEachName(after, howMany)
                .map(found -> found.stream().map(StrategyLibrary::stored).toList()));
    }

    private static Stored stored(Strategy strategy) {
        return new Stored(strategy.name, strategy.yaml);
    }

    /**
     * Keeps a strategy; the same text again changes nothing, also when two do it at once.
     *
     * @return whether it is new
     */
    public Uni<Boolean> keep(StrategySpec spec) {
        return sessions.write(() -> insert(spec)).onFailure(AlreadyThere::isIt).recoverWithItem(false);
    }

    private Uni<Boolean> insert(StrategySpec spec) {
        String sha256 = StrategyYaml.sha256(spec);
        return Strategy.<Strategy>findById(sha256)
                .chain(found -> found == null
                        ? entity(sha256, spec).persist().replaceWith(true)
                        : Uni.createFrom().item(false));
    }

    private Strategy entity(String sha256, StrategySpec spec) {
        Strategy strategy = new Strategy();
        strategy.sha256 = sha256;
        strategy.name = spec.name();
        strategy.yaml = StrategyYaml.write(spec);
        strategy.createdAt = clock.instant();
        return strategy;
    }
}

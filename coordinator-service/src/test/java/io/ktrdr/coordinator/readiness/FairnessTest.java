package io.ktrdr.coordinator.readiness;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.operation.Priority;
import io.ktrdr.coordinator.readiness.FairnessSimulation.Fate;
import io.ktrdr.coordinator.readiness.FairnessSimulation.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a place that is a time is worth, compared with strict priorities. Writes the table of {@code docs/scheduling.md}. */
class FairnessTest {
    private static final long SEED = 1;
    private static final double[] LOADS = {0.8, 0.95, 1.1, 1.5};

    @ParameterizedTest
    @ValueSource(doubles = {0.8, 0.95, 1.1, 1.5})
    void nobody_is_overtaken_by_more_than_came_within_his_steps(double load) {
        for (Fate fate : FairnessSimulation.run(Rule.RANK, load, SEED)) {
            assertTrue(fate.overtaken() <= fate.bound(), fate::toString);
        }
    }

    @Test
    void the_least_important_starve_under_strict_priorities_and_not_by_rank() {
        List<Fate> strict = lowest(FairnessSimulation.run(Rule.STRICT, 1.5, SEED));
        List<Fate> rank = lowest(FairnessSimulation.run(Rule.RANK, 1.5, SEED));
        assertTrue(started(strict) < 0.1, () -> "strict: " + started(strict));
        assertTrue(started(rank) > 0.6, () -> "rank: " + started(rank));
        assertTrue(most(strict, Fate::overtaken) > 20 * most(rank, Fate::overtaken));
    }

    @Test
    void the_table_of_the_document() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| load | order | P0 wait, minutes | P1 wait | P2 wait | P2 started | P2 overtaken by | at most, by the rule |");
        lines.add("|---|---|---|---|---|---|---|---|");
        for (double load : LOADS) {
            for (Rule rule : Rule.values()) {
                lines.add(row(load, rule, FairnessSimulation.run(rule, load, SEED)));
            }
        }
        Path report = Path.of("target", "fairness.md");
        Files.write(report, lines);
        lines.forEach(System.out::println);
    }

    private static String row(double load, Rule rule, List<Fate> fates) {
        List<Fate> lowest = lowest(fates);
        return String.format(
                Locale.ROOT,
                "| %.0f %% | %s | %s | %s | %s | %.0f %% | %s | %s |",
                100 * load,
                rule == Rule.RANK ? "rank" : "strict",
                waits(fates, Priority.P0),
                waits(fates, Priority.P1),
                waits(fates, Priority.P2),
                100 * started(lowest),
                middleAndMost(lowest, Fate::overtaken),
                rule == Rule.RANK ? middleAndMost(lowest, Fate::bound) : "");
    }

    private static String waits(List<Fate> fates, Priority priority) {
        return middleAndMost(of(fates, priority), Fate::waited);
    }

    private static String middleAndMost(List<Fate> fates, ToDoubleFunction<Fate> of) {
        double[] sorted = fates.stream().mapToDouble(of).sorted().toArray();
        return String.format(Locale.ROOT, "%,.0f / %,.0f", sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }

    private static double most(List<Fate> fates, ToDoubleFunction<Fate> of) {
        return fates.stream().mapToDouble(of).max().orElseThrow();
    }

    private static List<Fate> lowest(List<Fate> fates) {
        return of(fates, Priority.P2);
    }

    private static List<Fate> of(List<Fate> fates, Priority priority) {
        return fates.stream().filter(fate -> fate.priority() == priority).toList();
    }

    private static double started(List<Fate> fates) {
        return (double) fates.stream().filter(Fate::isStarted).count() / fates.size();
    }
}

package io.ktrdr.faults.healing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What came of all harms, as Markdown. */
final class HealingTable {
    private HealingTable() {}

    static List<String> of(List<Healing> healings) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| what happens | faults | seen by | seen after | its work goes on after | all well after | by itself |");
        lines.add("|---|---|---|---|---|---|---|");
        Arrays.stream(Harm.values())
                .map(harm -> row(
                        harm,
                        healings.stream()
                                .filter(healing -> healing.harm() == harm)
                                .toList()))
                .flatMap(List::stream)
                .forEach(lines::add);
        lines.add("");
        lines.addAll(totals(healings));
        return lines;
    }

    private static List<String> row(Harm harm, List<Healing> healings) {
        if (healings.isEmpty()) {
            return List.of("| " + harm.victim() + " " + harm.inWords() + " | not tried | | | | | |");
        }
        Map<String, Long> seenBy = healings.stream()
                .collect(Collectors.groupingBy(
                        healing -> Objects.requireNonNullElse(healing.seenBy(), "nobody"),
                        TreeMap::new,
                        Collectors.counting()));
        String signs = seenBy.entrySet().stream()
                .map(entry -> seenBy.size() == 1 ? entry.getKey() : entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        long byItself = healings.stream().filter(Healing::byItself).count();
        return List.of(String.format(
                Locale.ROOT,
                "| %s %s | %d | %s | %s | %s | %s | %s |",
                harm.victim(),
                harm.inWords(),
                healings.size(),
                signs,
                span(healings, Healing::seen),
                span(healings, Healing::goesOn),
                span(healings, Healing::whole),
                byItself == healings.size() ? "all" : byItself + " of " + healings.size()));
    }

    private static List<String> totals(List<Healing> healings) {
        long byItself = healings.stream().filter(Healing::byItself).count();
        long unseen =
                healings.stream().filter(healing -> healing.seen() == null).count();
        double mean = known(healings, Healing::whole)
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
        return List.of(
                healings.size() + " faults, " + unseen + " of them not seen. Mean time to recovery: "
                        + String.format(Locale.ROOT, "%.1f s", mean) + ".",
                String.format(
                        Locale.ROOT,
                        "Recovered without a person: %d of %d (%.1f %%).",
                        byItself,
                        healings.size(),
                        100.0 * byItself / healings.size()));
    }

    /** Minimum, median and maximum. */
    private static String span(List<Healing> healings, Function<Healing, @Nullable Double> of) {
        List<Double> sorted = known(healings, of).sorted().toList();
        if (sorted.isEmpty()) {
            return "";
        }
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return String.format(Locale.ROOT, "%.1f / %.1f / %.1f s", sorted.getFirst(), median, sorted.getLast());
    }

    private static Stream<Double> known(List<Healing> healings, Function<Healing, @Nullable Double> of) {
        return healings.stream().flatMap(healing -> Stream.ofNullable(of.apply(healing)));
    }
}

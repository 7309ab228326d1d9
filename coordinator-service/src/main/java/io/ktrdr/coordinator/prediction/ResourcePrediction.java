package io.ktrdr.coordinator.prediction;

import io.ktrdr.coordinator.design.DatasetFacts;
import io.ktrdr.coordinator.design.TemplateDesigner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** From a brief and what there is to what the research will read. The same arguments give the same answer. */
public final class ResourcePrediction {
    /** Of a dataset that nobody has chosen yet: long enough for every design. */
    private static final int ANY_NUMBER_OF_BARS = 1_000_000;

    /** Briefs are long enough for thousands, which would be a list and no wish. */
    private static final int MOST_NAMES = 20;

    private static final Pattern IN_BACKTICKS = Pattern.compile("`([a-z][a-z0-9_-]{0,63})`");
    private static final Pattern UNWANTED =
            Pattern.compile("\\b(?:no|not|without|avoid) `([a-z][a-z0-9_-]{0,63})`", Pattern.CASE_INSENSITIVE);

    private ResourcePrediction() {}

    /** @return each resource once; what is surest comes first */
    public static List<PredictedRead> predict(String brief, Known known) {
        Map<String, PredictedRead> reads = new LinkedHashMap<>();
        datasets(brief, known).forEach(read -> reads.putIfAbsent(read.resource(), read));
        strategies(brief, known).forEach(read -> reads.putIfAbsent(read.resource(), read));
        return List.copyOf(reads.values());
    }

    /** Names in backticks that can be those of strategies, without those that the brief does not want. */
    static Set<String> strategiesNamedIn(String brief) {
        Set<String> unwanted =
                UNWANTED.matcher(brief).results().map(found -> found.group(1)).collect(Collectors.toSet());
        return IN_BACKTICKS
                .matcher(brief)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !unwanted.contains(name))
                .distinct()
                .limit(MOST_NAMES)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A research reads one dataset. Once that is chosen it does not matter which others the brief speaks of. */
    private static List<PredictedRead> datasets(String brief, Known known) {
        DatasetFacts chosen = known.dataset();
        if (chosen != null) {
            return List.of(new PredictedRead(
                    "dataset:" + chosen.symbol() + "/" + chosen.timeframe(), "the research's dataset"));
        }
        return DatasetWords.in(brief, known.datasets()).stream()
                .map(name -> new PredictedRead("dataset:" + name, "the brief names it"))
                .toList();
    }

    private static List<PredictedRead> strategies(String brief, Known known) {
        List<PredictedRead> reads = new ArrayList<>();
        int bars =
                known.dataset() == null ? ANY_NUMBER_OF_BARS : known.dataset().bars();
        Optional<String> start = TemplateDesigner.nameStart(brief, bars);
        start.ifPresent(name -> reads.add(new PredictedRead("strategy:" + name + "*", "the brief's idea")));
        Predicate<String> isMore = name -> start.filter(name::startsWith).isEmpty();
        strategiesNamedIn(brief).stream()
                .filter(known.strategies()::contains)
                .filter(isMore)
                .forEach(name -> reads.add(new PredictedRead("strategy:" + name, "the brief names it")));
        known.shown().stream()
                .filter(isMore)
                .forEach(name -> reads.add(new PredictedRead("strategy:" + name, "a past research on the same")));
        return reads;
    }
}

package io.ktrdr.coordinator.prediction;

import io.ktrdr.coordinator.design.DatasetFacts;
import io.ktrdr.quant.bars.Timeframe;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which of the known datasets a brief speaks of, by their symbols and timeframes. */
final class DatasetWords {
    private static final String NOT_UNWANTED =
            "(?<!\\b[Nn]o )(?<!\\b[Nn]ot )(?<!\\b[Ww]ithout )(?<!\\b[Aa]void )(?<![\\w.-])";
    private static final Pattern TIMEFRAME = Pattern.compile(NOT_UNWANTED
            + "(?:([1-9][0-9]{0,4})[ -]?(s|seconds?|m|min|minutes?|h|hours?|d|days?|w|weeks?)|hourly|daily|weekly)\\b");
    private static final int SHORTEST_IN_SMALL_LETTERS = 3;

    private DatasetWords() {}

    /** {@code SYMBOL/TIMEFRAME}, or {@code SYMBOL/*} where the brief names a symbol and leaves open which of its timeframes. */
    static Set<String> in(String brief, List<DatasetFacts> datasets) {
        String text = brief.replace("`", "");
        Set<Timeframe> timeframes = timeframes(text);
        Set<String> found = new TreeSet<>();
        datasets.stream().collect(Collectors.groupingBy(DatasetFacts::symbol)).forEach((symbol, itsDatasets) -> {
            if (isNamed(symbol, text, datasets)) {
                found.addAll(ofSymbol(symbol, itsDatasets, timeframes));
            }
        });
        return found;
    }

    private static List<String> ofSymbol(String symbol, List<DatasetFacts> datasets, Set<Timeframe> timeframes) {
        List<String> all = names(datasets);
        List<String> meant = names(datasets.stream()
                .filter(dataset -> timeframes.contains(Timeframe.parse(dataset.timeframe())))
                .toList());
        if (!meant.isEmpty()) {
            return meant;
        }
        return all.size() == 1 ? all : List.of(symbol + "/*");
    }

    private static List<String> names(List<DatasetFacts> datasets) {
        return datasets.stream()
                .map(dataset -> dataset.symbol() + "/" + dataset.timeframe())
                .distinct()
                .toList();
    }

    /** In full, or by what it is before the quote currency, as long as only one symbol is called that. */
    private static boolean isNamed(String symbol, String brief, List<DatasetFacts> datasets) {
        String base = base(symbol);
        long sharing = datasets.stream()
                .map(DatasetFacts::symbol)
                .distinct()
                .filter(other -> base(other).equals(base))
                .count();
        return isNamed(symbol, brief) || sharing == 1 && isNamed(base, brief);
    }

    private static boolean isNamed(String name, String brief) {
        // a short one in small letters would be found in everything that is written "on" or "at" something
        int flags = name.length() < SHORTEST_IN_SMALL_LETTERS ? 0 : Pattern.CASE_INSENSITIVE;
        return Pattern.compile(NOT_UNWANTED + Pattern.quote(name) + "(?!\\w|-\\w)", flags)
                .matcher(brief)
                .find();
    }

    private static String base(String symbol) {
        return symbol.split("[-/]", 2)[0];
    }

    private static Set<Timeframe> timeframes(String brief) {
        return TIMEFRAME
                .matcher(brief.toLowerCase(Locale.ROOT))
                .results()
                .map(DatasetWords::timeframe)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    private static Optional<Timeframe> timeframe(MatchResult words) {
        String text = switch (words.group()) {
            case "hourly" -> "1h";
            case "daily" -> "1d";
            case "weekly" -> "1w";
            default -> words.group(1) + words.group(2).charAt(0);
        };
        try {
            return Optional.of(Timeframe.parse(text));
        } catch (IllegalArgumentException tooLong) {
            return Optional.empty();
        }
    }
}

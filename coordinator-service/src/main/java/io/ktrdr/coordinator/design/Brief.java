package io.ktrdr.coordinator.design;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a brief asks for, as far as words tell. */
record Brief(
        List<Template> templates,
        boolean multiTimeframe,
        boolean longOnly,
        boolean linear,
        Optional<SizingWish> sizing) {
    /** Said of a word, it means the opposite of wanting it. */
    private static final String NOT_UNWANTED = "(?<!\\bno )(?<!\\bnot )(?<!\\bwithout )(?<!\\bavoid )";

    private static final Pattern MULTI_TIMEFRAME =
            Pattern.compile("\\b(mtf|(multi|multiple|several|two|higher|coarser)[- ]?(time[- ]?frames?|horizons?))\\b");
    private static final Pattern LONG_ONLY =
            Pattern.compile("\\b(long[- ]only|only long|no short\\w*|without short\\w*|never short)\\b");
    private static final Pattern LINEAR = Pattern.compile("\\b(logistic|linear)\\b");

    /** Templates in the order of being mentioned. */
    static Brief read(String text) {
        // a strategy that is named, `rsi_variant_3`, is an idea too
        String brief = text.toLowerCase(Locale.ROOT).replace('_', ' ').replace("`", "");
        String ideas = SizingWish.without(brief);
        List<Template> mentioned = Arrays.stream(Template.values())
                .filter(template -> template.mentionedIn(ideas).isPresent())
                .sorted(Comparator.comparingInt(
                        template -> template.mentionedIn(ideas).orElseThrow()))
                .toList();
        return new Brief(
                mentioned,
                MULTI_TIMEFRAME.matcher(brief).find(),
                LONG_ONLY.matcher(brief).find(),
                LINEAR.matcher(brief).find(),
                SizingWish.of(brief));
    }

    /** Finds one of the words, unless it is said not to be wanted. */
    static Pattern wanted(String words) {
        return Pattern.compile(NOT_UNWANTED + "\\b(" + words + ")\\b");
    }
}

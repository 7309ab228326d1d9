package io.ktrdr.alerts.rule;

import io.ktrdr.contracts.WireName;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a message may have in braces. */
enum Placeholder {
    SUBJECT,
    VALUE,
    THRESHOLD,
    DETAIL;

    private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)}");

    /** In one pass: what is filled in is not looked at again. */
    static String fill(String message, Function<Placeholder, String> values) {
        return BRACES.matcher(message)
                .replaceAll(found ->
                        Matcher.quoteReplacement(of(found.group(1)).map(values).orElse(found.group())));
    }

    /** The first one that does not exist. */
    static Optional<String> unknownIn(String message) {
        return BRACES.matcher(message)
                .results()
                .filter(found -> of(found.group(1)).isEmpty())
                .map(found -> found.group())
                .findFirst();
    }

    private static Optional<Placeholder> of(String name) {
        return Arrays.stream(values())
                .filter(placeholder -> WireName.of(placeholder).equals(name))
                .findFirst();
    }

    static String allowed() {
        return Arrays.stream(values())
                .map(placeholder -> "{" + WireName.of(placeholder) + "}")
                .collect(Collectors.joining(", "));
    }
}

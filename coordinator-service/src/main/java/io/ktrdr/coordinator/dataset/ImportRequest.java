package io.ktrdr.coordinator.dataset;

import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.problem.Violation;
import io.ktrdr.quant.bars.BadBars;
import io.ktrdr.quant.bars.Timeframe;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * As what a file is to be imported, all of it checked.
 *
 * @param source where it came from, for people
 */
public record ImportRequest(String symbol, Timeframe timeframe, String source, BadBars badBars) {
    private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,31}");
    private static final Pattern SOURCE = Pattern.compile("[^\\p{Cntrl}]{1,255}");

    public static boolean isSymbol(String text) {
        return SYMBOL.matcher(text).matches();
    }

    /** Everything that is wrong with it; empty when nothing is. */
    public static List<Violation> violations(
            @Nullable String symbol, @Nullable String timeframe, @Nullable String source, @Nullable String badBars) {
        List<Violation> violations = new ArrayList<>();
        if (symbol == null || !isSymbol(symbol)) {
            violations.add(new Violation("symbol", "is required: letters, digits, . _ : -, at most 32"));
        }
        if (timeframe == null) {
            violations.add(new Violation("timeframe", "is required"));
        } else {
            parse(violations, "timeframe", timeframe, Timeframe::parse);
        }
        if (source != null && !SOURCE.matcher(source).matches()) {
            violations.add(new Violation("source", "must be printable, at most 255"));
        }
        if (badBars != null) {
            parse(violations, "bad_bars", badBars, BadBars::parse);
        }
        return violations;
    }

    private static void parse(List<Violation> violations, String field, String value, Consumer<String> parse) {
        try {
            parse.accept(value);
        } catch (IllegalArgumentException e) {
            violations.add(new Violation(field, Objects.requireNonNullElse(e.getMessage(), "is not valid")));
        }
    }

    /**
     * @param source  null for one that has no name
     * @param badBars null to drop them
     * @throws ProblemException {@code invalid_request}, naming everything that is wrong
     */
    public static ImportRequest of(
            @Nullable String symbol, @Nullable String timeframe, @Nullable String source, @Nullable String badBars) {
        List<Violation> violations = violations(symbol, timeframe, source, badBars);
        if (symbol == null || timeframe == null || !violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        return new ImportRequest(
                symbol,
                Timeframe.parse(timeframe),
                Objects.requireNonNullElse(source, "import"),
                badBars == null ? BadBars.DROP : BadBars.parse(badBars));
    }
}

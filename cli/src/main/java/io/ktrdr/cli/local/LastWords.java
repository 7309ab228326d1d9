package io.ktrdr.cli.local;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which lines of a failed start's log tell the reason. */
final class LastWords {
    private static final int MOST = 8;
    private static final Pattern ERROR = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\S+ (ERROR|FATAL)\\b.*");
    private static final Pattern FRAME = Pattern.compile("\\s+(at |\\.\\.\\. \\d+ (common frames|more)).*");
    private static final String CAUSE = "Caused by:";

    private LastWords() {}

    /**
     * The first error and its innermost cause; without a cause what was said from the error on, without an error the end.
     *
     * @param log all that was said since the start
     */
    static List<String> of(List<String> log) {
        List<String> fromError =
                log.stream().dropWhile(Predicate.not(LastWords::isError)).toList();
        if (fromError.isEmpty()) {
            return log.subList(Math.max(0, log.size() - MOST), log.size());
        }
        String error = fromError.getFirst();
        return fromError.stream()
                .map(String::strip)
                .filter(line -> line.startsWith(CAUSE))
                .reduce((first, last) -> last)
                .map(cause -> List.of(error, cause))
                .orElseGet(() -> fromError.stream()
                        .filter(line -> !FRAME.matcher(line).matches())
                        .limit(MOST)
                        .toList());
    }

    private static boolean isError(String line) {
        return ERROR.matcher(line).matches();
    }
}

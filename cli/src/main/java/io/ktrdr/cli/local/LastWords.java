package io.ktrdr.cli.local;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which lines of a failed start's log tell the reason. */
final class LastWords {
    private static final int MOST = 8;
    private static final Pattern ERROR = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\S+ (ERROR|FATAL)\\b.*");
    private static final Pattern FRAME = Pattern.compile("\\s+(at |\\.\\.\\. \\d+ (common frames|more)).*");
    private static final Pattern STAMPED = Pattern.compile("\\d{4}-\\d\\d-\\d\\d .*");
    private static final String CAUSE = "Caused by:";

    private LastWords() {}

    /**
     * The first error and its innermost cause, in all its lines; without a cause what was said from the error on, without an error the end.
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
        int cause = lastCause(fromError);
        if (cause < 0) {
            return fromError.stream()
                    .filter(line -> !FRAME.matcher(line).matches())
                    .limit(MOST)
                    .toList();
        }
        List<String> words = new ArrayList<>(List.of(error, fromError.get(cause).strip()));
        // a message may have several lines: each thing that is wrong with a file has one
        fromError.stream()
                .skip(cause + 1L)
                .takeWhile(line ->
                        !FRAME.matcher(line).matches() && !STAMPED.matcher(line).matches())
                .limit(MOST)
                .forEach(words::add);
        return words;
    }

    private static int lastCause(List<String> lines) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).strip().startsWith(CAUSE)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isError(String line) {
        return ERROR.matcher(line).matches();
    }
}

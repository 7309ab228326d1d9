package io.ktrdr.faults.recovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Minimum, median and maximum of each drill, as Markdown. */
final class Table {
    private final List<String> lines = new ArrayList<>();
    private boolean complete = true;

    Table(String what, String until) {
        lines.add("| " + what + " | " + until + " | runs | min | median | max |");
        lines.add("|---|---|---|---|---|---|");
    }

    /** @param seconds of each run */
    void add(String what, String until, List<Double> seconds) {
        List<Double> sorted = seconds.stream().sorted().toList();
        complete &= !sorted.isEmpty();
        String line = String.format(
                Locale.ROOT,
                "| %s | %s | %d | %.1f s | %.1f s | %.1f s |",
                what,
                until,
                sorted.size(),
                sorted.getFirst(),
                median(sorted),
                sorted.getLast());
        lines.add(line);
        System.out.println(line);
    }

    private static double median(List<Double> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    boolean isComplete() {
        return complete;
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
    }
}

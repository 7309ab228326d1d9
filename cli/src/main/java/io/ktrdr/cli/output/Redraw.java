package io.ktrdr.cli.output;

import java.io.PrintWriter;
import java.util.List;

/** Shows the same few lines again and again: in place on a terminal, below each other elsewhere and only when changed. */
public final class Redraw {
    private static final String UP_AND_CLEAR = "\033[%dA\033[J";

    private final PrintWriter out;
    private final boolean inPlace;
    private List<String> shown = List.of();

    public Redraw(PrintWriter out, boolean inPlace) {
        this.out = out;
        this.inPlace = inPlace;
    }

    public void show(List<String> lines) {
        if (lines.equals(shown)) {
            return;
        }
        if (inPlace && !shown.isEmpty()) {
            out.print(UP_AND_CLEAR.formatted(shown.size()));
        }
        lines.forEach(out::println);
        out.flush();
        shown = List.copyOf(lines);
    }
}

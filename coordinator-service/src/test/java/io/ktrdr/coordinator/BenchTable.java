package io.ktrdr.coordinator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What benchmarks print, and leave in {@code target/bench}: a table for the documents. */
public final class BenchTable {
    private static final int DURABLE_WRITES = 300;

    private final List<String> lines = new ArrayList<>();

    /** @param headings with bars between them */
    public BenchTable(String headings) {
        lines.add("| " + headings + " |");
        lines.add("|" + headings.replaceAll("[^|]+", "---") + "|");
    }

    /** @param cells with bars between them */
    public void row(String cells) {
        lines.add("| " + cells + " |");
    }

    /** Writes, prints. */
    public void write(String name) throws IOException {
        Path report = Path.of("target", "bench", name);
        Files.createDirectories(report.getParent());
        Files.write(report, lines);
        lines.forEach(System.out::println);
    }

    /** Shares of the way from the least to the most, as cells. */
    public static String quantiles(List<Double> values, String format, double... shares) {
        List<Double> sorted = values.stream().sorted().toList();
        List<String> cells = new ArrayList<>();
        for (double share : shares) {
            cells.add(String.format(Locale.ROOT, format, sorted.get((int) Math.round(share * (sorted.size() - 1)))));
        }
        return String.join(" | ", cells);
    }

    /** The yardstick: milliseconds that this machine's disk takes to make 8 KiB durable. */
    public static List<Double> durableWrites(Path folder) throws IOException {
        List<Double> millis = new ArrayList<>();
        try (FileChannel file =
                FileChannel.open(folder.resolve("yardstick"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < DURABLE_WRITES; i++) {
                file.write(ByteBuffer.allocate(8192));
                long start = System.nanoTime();
                file.force(false);
                millis.add((System.nanoTime() - start) / 1e6);
            }
        }
        return millis;
    }
}

package io.ktrdr.cli.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reading logs that others write. */
final class LogFile {
    /** Enough for some hundred lines; a log may be much longer. */
    private static final int WINDOW = 256 * 1024;

    private LogFile() {}

    /** The last lines of what stands after {@code from} bytes. */
    static List<String> tail(Path log, int lines, long from) {
        if (!Files.isReadable(log)) {
            return List.of();
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(from, file.length() - WINDOW);
            List<String> all = read(file, start, file.length()).lines().toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException e) {
            return List.of();
        }
    }

    /** What stands between two positions, as far as it is there. */
    static String between(Path log, long from, long to) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            return read(file, from, Math.min(to, file.length()));
        }
    }

    private static String read(RandomAccessFile file, long from, long to) throws IOException {
        if (to <= from) {
            return "";
        }
        byte[] bytes = new byte[(int) Math.min(to - from, Integer.MAX_VALUE - 8)];
        file.seek(from);
        file.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

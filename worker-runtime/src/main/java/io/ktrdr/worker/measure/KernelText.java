package io.ktrdr.worker.measure;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What Linux says in its small files: proc(5), and the kernel's documents about control groups. Null for a file that is not
 * there and for what it does not say.
 */
final class KernelText {
    /** Of the times in {@code /proc/PID/stat}; the same on every machine that Java runs on. */
    static final long TICKS_PER_SECOND = 100;

    /** Places after the closing parenthesis of the program's name, which may hold anything. */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;

    private KernelText() {}

    /** Processor time that a process has used so far, from {@code /proc/PID/stat}. */
    static @Nullable Long cpuTicks(@Nullable String stat) {
        if (stat == null) {
            return null;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        if (fields.length <= SYSTEM_TICKS) {
            return null;
        }
        Long user = number(fields[USER_TICKS]);
        Long system = number(fields[SYSTEM_TICKS]);
        return user == null || system == null ? null : user + system;
    }

    /** Bytes from a line such as {@code VmRSS:     1234 kB}. */
    static @Nullable Long bytes(@Nullable String text, String name) {
        return line(text, name + ":")
                .map(words -> words.strip().split("\\s+"))
                .filter(words -> words.length == 2 && words[1].equals("kB"))
                .map(words -> number(words[0]))
                .map(kilobytes -> kilobytes * 1024)
                .orElse(null);
    }

    /** The soft limit of open files in {@code /proc/PID/limits}; null also when there is none. */
    static @Nullable Long openFilesLimit(@Nullable String limits) {
        return line(limits, "Max open files")
                .map(words -> number(words.strip().split("\\s+")[0]))
                .orElse(null);
    }

    /** From a line such as {@code nr_periods 17}. */
    static @Nullable Long value(@Nullable String text, String name) {
        return line(text, name + " ").map(words -> number(words.strip())).orElse(null);
    }

    /** A whole file that holds one number; null for any other word, such as {@code max}. */
    static @Nullable Long number(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Long.valueOf(text.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /**
     * The folders of a process's control group, its own first and then those around it, up to the one that is mounted.
     *
     * @param cgroup     {@code /proc/PID/cgroup}
     * @param controller of version 1; what has one there is not governed by version 2
     */
    static Stream<String> groups(@Nullable String cgroup, String controller) {
        if (cgroup == null) {
            return Stream.empty();
        }
        String mount = "/sys/fs/cgroup/" + controller;
        Optional<String> own = cgroup.lines()
                .map(line -> line.split(":", 3))
                .filter(parts -> parts.length == 3
                        && Arrays.asList(parts[1].toLowerCase(Locale.ROOT).split(","))
                                .contains(controller))
                .map(parts -> parts[2])
                .findFirst();
        if (own.isEmpty()) {
            mount = "/sys/fs/cgroup";
            own = cgroup.lines()
                    .filter(line -> line.startsWith("0::"))
                    .map(line -> line.substring("0::".length()))
                    .findFirst();
        }
        String root = mount;
        return own.stream().flatMap(KernelText::upwards).map(path -> root + path);
    }

    /** {@code /a/b}, {@code /a} and the empty path, which is the mounted group. */
    private static Stream<String> upwards(String path) {
        String whole = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return Stream.iterate(
                        Optional.of(whole),
                        Optional::isPresent,
                        inner -> inner.filter(one -> !one.isEmpty())
                                .map(one -> one.substring(0, Math.max(0, one.lastIndexOf('/')))))
                .flatMap(Optional::stream);
    }

    private static Optional<String> line(@Nullable String text, String start) {
        return Optional.ofNullable(text).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst();
    }
}

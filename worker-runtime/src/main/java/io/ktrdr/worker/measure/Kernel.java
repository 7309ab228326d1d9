package io.ktrdr.worker.measure;

import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * This process as the kernel sees it. Nothing is known where there is no {@code /proc}.
 *
 * @param file the text of a file by its path, null when it cannot be read
 */
record Kernel(UnaryOperator<@Nullable String> file) {
    @Nullable
    Long cpuTicks() {
        return KernelText.cpuTicks(file.apply("/proc/self/stat"));
    }

    /** Resident, in bytes. */
    @Nullable
    Long memory() {
        return KernelText.bytes(file.apply("/proc/self/status"), "VmRSS");
    }

    /** In bytes: the lowest of what its control group, those around it, and the machine have. */
    @Nullable
    Long memoryLimit() {
        Long machine = KernelText.bytes(file.apply("/proc/meminfo"), "MemTotal");
        return Stream.concat(
                        Stream.ofNullable(machine),
                        groups("memory")
                                .flatMap(group -> Stream.of(group + "/memory.max", group + "/memory.limit_in_bytes"))
                                .map(path -> KernelText.number(file.apply(path)))
                                .filter(Objects::nonNull))
                .min(Long::compare)
                .orElse(null);
    }

    @Nullable
    Long openFilesLimit() {
        return KernelText.openFilesLimit(file.apply("/proc/self/limits"));
    }

    /** Periods since its group was made in which it could run, and those in which it was stopped for having used its share. */
    record Quota(long periods, long throttled) {}

    /** Of the nearest group that has a share of the processor; null when none has. */
    @Nullable
    Quota quota() {
        return groups("cpu")
                .map(group -> quota(file.apply(group + "/cpu.stat")))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Quota quota(@Nullable String stat) {
        Long periods = KernelText.value(stat, "nr_periods");
        Long throttled = KernelText.value(stat, "nr_throttled");
        // a group without a share counts no periods
        return periods == null || throttled == null || periods == 0 ? null : new Quota(periods, throttled);
    }

    private Stream<String> groups(String controller) {
        return KernelText.groups(file.apply("/proc/self/cgroup"), controller);
    }
}

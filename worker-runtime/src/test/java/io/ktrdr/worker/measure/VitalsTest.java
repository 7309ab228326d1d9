package io.ktrdr.worker.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.worker.WorkerMeasurements;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class VitalsTest {
    @TempDir
    Path home;

    private long now;
    private final Map<String, String> files = new HashMap<>(Map.of(
            "/proc/self/stat", stat(0),
            "/proc/self/status", "VmRSS:\t 100 kB\n",
            "/proc/meminfo", "MemTotal:  1000 kB\n",
            "/proc/self/cgroup", "0::/pod/worker\n",
            "/proc/self/limits", "Max open files   1024   4096   files\n"));

    private static String stat(int ticks) {
        return "1 (java) S" + " 0".repeat(10) + " " + ticks + " 0 0 0";
    }

    private Vitals vitals() {
        return new Vitals(new JobGauge(() -> now), home, () -> now, new Kernel(files::get));
    }

    private void pass(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void processor_time_is_what_was_used_since_the_last_measuring() {
        Vitals vitals = vitals();
        assertNull(vitals.take().cpuCores());
        files.put("/proc/self/stat", stat(1_000));
        pass(5);
        assertEquals(2.0, vitals.take().cpuCores());
        pass(5);
        assertEquals(0.0, vitals.take().cpuCores());
    }

    @Test
    void measurings_in_quick_succession_give_the_same_figure() {
        Vitals vitals = vitals();
        vitals.take();
        files.put("/proc/self/stat", stat(500));
        pass(5);
        vitals.take();
        now += 1_000_000;
        assertEquals(1.0, vitals.take().cpuCores());
    }

    @Test
    void the_lowest_limit_around_the_process_counts() {
        assertEquals(1_000L * 1024, vitals().take().memoryLimitBytes());
        files.put("/sys/fs/cgroup/pod/worker/memory.max", "max\n");
        files.put("/sys/fs/cgroup/pod/memory.max", "51200\n");
        assertEquals(51_200L, vitals().take().memoryLimitBytes());
        files.put("/proc/self/cgroup", "4:memory:/elsewhere\n");
        files.put("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        assertEquals(1_000L * 1024, vitals().take().memoryLimitBytes(), "that number stands for no limit");
    }

    @Test
    void the_share_of_throttled_periods_is_that_since_the_last_measuring() {
        files.put("/sys/fs/cgroup/pod/cpu.stat", "nr_periods 100\nnr_throttled 90\n");
        Vitals vitals = vitals();
        vitals.take();
        pass(5);
        files.put("/sys/fs/cgroup/pod/cpu.stat", "nr_periods 150\nnr_throttled 100\n");
        assertEquals(0.2, vitals.take().cpuThrottled());
    }

    @Test
    void without_a_share_of_the_processor_nothing_is_said_about_it() {
        files.put("/sys/fs/cgroup/pod/cpu.stat", "usage_usec 5\nnr_periods 0\nnr_throttled 0\n");
        Vitals vitals = vitals();
        vitals.take();
        pass(5);
        assertNull(vitals.take().cpuThrottled());
    }

    @Test
    void what_the_kernel_does_not_say_is_unknown_and_not_zero() {
        files.clear();
        Vitals vitals = vitals();
        vitals.take();
        pass(5);
        WorkerMeasurements taken = vitals.take();
        assertNull(taken.cpuCores());
        assertNull(taken.memoryBytes());
        assertNull(taken.memoryLimitBytes());
        assertNull(taken.openFilesLimit());
        assertNotNull(taken.diskFreeBytes());
    }

    @Test
    void a_fault_in_one_figure_leaves_the_others() throws Exception {
        Path gone = Files.createDirectory(home.resolve("gone"));
        Files.delete(gone);
        Vitals vitals = new Vitals(new JobGauge(() -> now), gone, () -> now, new Kernel(path -> {
            if ("/proc/self/status".equals(path)) {
                throw new IllegalStateException("as the test asked");
            }
            return files.get(path);
        }));
        WorkerMeasurements taken = vitals.take();
        assertNull(taken.memoryBytes());
        assertNull(taken.diskFreeBytes());
        assertEquals(1024L, taken.openFilesLimit());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void this_very_process_can_be_measured() {
        Vitals vitals = new Vitals(new JobGauge(System::nanoTime), home, System::nanoTime);
        WorkerMeasurements taken = vitals.take();
        assertTrue(positive(taken.memoryBytes()) < positive(taken.memoryLimitBytes()));
        assertTrue(positive(taken.diskFreeBytes()) <= positive(taken.diskTotalBytes()));
        assertTrue(positive(taken.openFiles()) < positive(taken.openFilesLimit()));
    }

    private static long positive(@Nullable Long figure) {
        assertNotNull(figure);
        assertTrue(figure > 0, "is " + figure);
        return figure;
    }
}

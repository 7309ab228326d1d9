package io.ktrdr.worker.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class KernelTextTest {
    private static final String STAT =
            "4711 (a (strange) name) S 1 4711 4711 0 -1 4194304 1000 0 0 0 250 50 0 0 20 0 31 0"
                    + " 5801275 3133440 362 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0";

    @Test
    void processor_time_is_found_behind_a_name_with_parentheses() {
        assertEquals(300L, KernelText.cpuTicks(STAT));
    }

    @Test
    void text_that_is_cut_off_or_missing_says_nothing() {
        assertNull(KernelText.cpuTicks("4711 (java) S 1 2"));
        assertNull(KernelText.cpuTicks(""));
        assertNull(KernelText.cpuTicks(null));
        assertNull(KernelText.bytes("VmRSS:", "VmRSS"));
        assertNull(KernelText.bytes(null, "VmRSS"));
        assertNull(KernelText.openFilesLimit("Limit  Soft Limit  Hard Limit  Units"));
    }

    @Test
    void memory_is_told_in_bytes() {
        String status = "Name:\tjava\nVmPeak:\t  900 kB\nVmRSS:\t   2048 kB\nThreads:\t31\n";
        assertEquals(2048L * 1024, KernelText.bytes(status, "VmRSS"));
    }

    @Test
    void the_soft_limit_of_open_files_counts_and_may_be_missing() {
        String limits = """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             96192                96192                processes
                Max open files            1024                 524288               files
                """;
        assertEquals(1024L, KernelText.openFilesLimit(limits));
        assertNull(KernelText.openFilesLimit(limits.replace("1024 ", "unlimited ")));
    }

    @Test
    void values_are_found_by_their_whole_name() {
        String stat = "usage_usec 12\nnr_periods_more 3\nnr_periods 100\nnr_throttled 25\nthrottled_usec 7\n";
        assertEquals(100L, KernelText.value(stat, "nr_periods"));
        assertEquals(25L, KernelText.value(stat, "nr_throttled"));
        assertNull(KernelText.value(stat, "nr_bursts"));
    }

    @Test
    void a_limit_that_is_a_word_is_none() {
        assertNull(KernelText.number("max\n"));
        assertEquals(5L, KernelText.number("5\n"));
    }

    @Test
    void groups_of_version_two_go_up_to_the_mounted_one() {
        assertEquals(
                List.of("/sys/fs/cgroup/kube/pod7", "/sys/fs/cgroup/kube", "/sys/fs/cgroup"),
                KernelText.groups("0::/kube/pod7\n", "memory").toList());
        assertEquals(
                List.of("/sys/fs/cgroup"), KernelText.groups("0::/\n", "memory").toList());
    }

    @Test
    void a_controller_of_version_one_has_a_tree_of_its_own() {
        String mixed = "4:memory:/docker/abc\n2:cpu,cpuacct:/slice\n0::/unified\n";
        assertEquals(
                List.of("/sys/fs/cgroup/memory/docker/abc", "/sys/fs/cgroup/memory/docker", "/sys/fs/cgroup/memory"),
                KernelText.groups(mixed, "memory").toList());
        assertEquals(
                List.of("/sys/fs/cgroup/cpu/slice", "/sys/fs/cgroup/cpu"),
                KernelText.groups(mixed, "cpu").toList());
    }

    @Test
    void without_groups_there_are_none() {
        assertEquals(List.of(), KernelText.groups(null, "memory").toList());
        assertEquals(
                List.of(), KernelText.groups("1:name=systemd:/\n", "memory").toList());
    }
}

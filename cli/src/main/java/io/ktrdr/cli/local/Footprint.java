package io.ktrdr.cli.local;

import java.util.List;

/**
 * How much heap a process of local mode may take, and how its JVM compiles. A heap is always bounded: without that each of
 * ten processes would believe that most of the machine is its own.
 */
enum Footprint {
    SUPERVISOR("96m", List.of("-XX:TieredStopAtLevel=1")),
    SERVICE("256m", List.of("-XX:TieredStopAtLevel=1")),
    /** Datasets and models are held in memory; numeric loops want the optimising compiler. */
    WORKER("1g", List.of());

    private final String heap;
    private final List<String> jvmOptions;

    Footprint(String heap, List<String> jvmOptions) {
        this.heap = heap;
        this.jvmOptions = jvmOptions;
    }

    /** Understood by a JVM and by a native executable. */
    String heapOption() {
        return "-Xmx" + heap;
    }

    List<String> jvmOptions() {
        return jvmOptions;
    }
}

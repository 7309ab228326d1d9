package io.ktrdr.cli.local;

import java.util.List;
import java.util.stream.Stream;

/**
 * How much memory a process of local mode may take, and how its JVM compiles. A heap is always bounded: without that each of
 * ten processes would believe that most of the machine is its own. A native executable also keeps its young generation
 * small, as it fills all of it before it looks for garbage.
 */
enum Footprint {
    SUPERVISOR("96m", "8m", List.of("-XX:TieredStopAtLevel=1")),
    SERVICE("256m", "16m", List.of("-XX:TieredStopAtLevel=1")),
    /** Datasets and models are held in memory; numeric loops want the optimising compiler. */
    WORKER("1g", "32m", List.of());

    private final String heap;
    private final String young;
    private final List<String> jvmOptions;

    Footprint(String heap, String young, List<String> jvmOptions) {
        this.heap = heap;
        this.young = young;
        this.jvmOptions = jvmOptions;
    }

    List<String> nativeOptions() {
        return List.of("-Xmx" + heap, "-Xmn" + young);
    }

    List<String> jvmOptions() {
        return Stream.concat(Stream.of("-Xmx" + heap), jvmOptions.stream()).toList();
    }
}

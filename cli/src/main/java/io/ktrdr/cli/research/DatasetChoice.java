package io.ktrdr.cli.research;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dataset a question is about. */
final class DatasetChoice {
    @Option(
            names = "--dataset",
            paramLabel = "SYMBOL/TIMEFRAME|SHA256",
            description = "Only this one; a name stands for the newest of that name. Default: all.")
    @Nullable
    String dataset;

    @Nullable
    String dataset() {
        return dataset;
    }
}

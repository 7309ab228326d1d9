package io.ktrdr.cli.data;

import picocli.CommandLine.Command;

/** Datasets. */
@Command(
        name = "data",
        description = "Datasets: import your own, list them.",
        subcommands = {DataImportCommand.class, DataListCommand.class})
public class DataCommand {}

package io.ktrdr.cli.memory;

import picocli.CommandLine.Command;

/** What all researches have learned. */
@Command(
        name = "memory",
        description = "What researches have tried and supposed so far.",
        subcommands = MemorySearchCommand.class)
public class MemoryCommand {}

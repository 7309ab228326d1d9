package io.ktrdr.cli.models;

import picocli.CommandLine.Command;

/** The language models. */
@Command(
        name = "models",
        description = "The language models: how they are, whether they answer.",
        subcommands = {ModelsListCommand.class, ModelsTestCommand.class})
public class ModelsCommand {}

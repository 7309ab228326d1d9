package io.ktrdr.cli.pool;

import picocli.CommandLine.Command;

/** The pool of agents. */
@Command(
        name = "pool",
        description = "The pool of agents: how large, how busy.",
        subcommands = {PoolShowCommand.class, PoolResizeCommand.class})
public class PoolCommand {}

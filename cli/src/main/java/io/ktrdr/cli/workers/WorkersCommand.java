package io.ktrdr.cli.workers;

import picocli.CommandLine.Command;

/** The pool of workers. */
@Command(
        name = "workers",
        description = "The pool: who is there, who takes no further job.",
        subcommands = {WorkersListCommand.class, DrainCommand.class, UndrainCommand.class})
public class WorkersCommand {}

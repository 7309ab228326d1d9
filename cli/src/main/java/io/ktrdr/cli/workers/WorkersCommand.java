package io.ktrdr.cli.workers;

import picocli.CommandLine.Command;

/** The pool of workers. */
@Command(
        name = "workers",
        description = "The pool: who is there, how well everybody is, who takes no further job.",
        subcommands = {
            WorkersListCommand.class,
            WorkersShowCommand.class,
            DrainCommand.class,
            UndrainCommand.class,
            RecoverCommand.class
        })
public class WorkersCommand {}

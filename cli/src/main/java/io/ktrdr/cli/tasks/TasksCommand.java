package io.ktrdr.cli.tasks;

import picocli.CommandLine.Command;

/** What the pool of agents is given to do. */
@Command(
        name = "tasks",
        description = "Tasks for the pool of agents: submit, list, show, cancel.",
        subcommands = {
            TasksSubmitCommand.class,
            TasksListCommand.class,
            TasksShowCommand.class,
            TasksCancelCommand.class
        })
public class TasksCommand {}

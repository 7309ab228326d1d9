package io.ktrdr.cli.agents;

import picocli.CommandLine.Command;

/** The agents of the pool. */
@Command(
        name = "agents",
        description = "The agents of the pool: what they do, whether they keep to themselves.",
        subcommands = {AgentsListCommand.class, AgentsFailCommand.class, AgentsIsolationCommand.class})
public class AgentsCommand {}

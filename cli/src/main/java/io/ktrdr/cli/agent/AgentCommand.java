package io.ktrdr.cli.agent;

import picocli.CommandLine.Command;

/** Everything about researches that run. */
@Command(
        name = "agent",
        description = "Trigger researches, watch them, cancel them, go on with them.",
        subcommands = {TriggerCommand.class, StatusCommand.class, CancelCommand.class, ResumeCommand.class})
public class AgentCommand {}

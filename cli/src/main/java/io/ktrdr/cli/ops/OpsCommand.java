package io.ktrdr.cli.ops;

import picocli.CommandLine.Command;

/** Operations: the durable units of work behind every research. */
@Command(
        name = "ops",
        description = "Operations: list, show, graph, timeline, cancel, retry, lock, hand in several at once.",
        subcommands = {
            OpsListCommand.class,
            OpsShowCommand.class,
            OpsGraphCommand.class,
            OpsEventsCommand.class,
            OpsExplainCommand.class,
            OpsBatchCommand.class,
            OpsCancelCommand.class,
            OpsRetryCommand.class,
            OpsLockCommand.class
        })
public class OpsCommand {}

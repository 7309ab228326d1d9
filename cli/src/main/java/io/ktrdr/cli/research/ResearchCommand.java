package io.ktrdr.cli.research;

import picocli.CommandLine.Command;

/** What a research found. */
@Command(
        name = "research",
        description =
                "What a research found, what that is worth among all that was tried, and whether it comes out again.",
        subcommands = {
            ResearchShowCommand.class,
            ResearchReportCommand.class,
            ResearchExportCommand.class,
            ResearchLeaderboardCommand.class,
            ResearchTrialsCommand.class,
            ResearchCompareCommand.class,
            ResearchReproduceCommand.class,
            ResearchHoldoutCommand.class
        })
public class ResearchCommand {}

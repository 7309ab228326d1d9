package io.ktrdr.cli.research;

import picocli.CommandLine.Command;

/** What a research found. */
@Command(
        name = "research",
        description = "What a research found: to read, or as files.",
        subcommands = {ResearchShowCommand.class, ResearchReportCommand.class, ResearchExportCommand.class})
public class ResearchCommand {}

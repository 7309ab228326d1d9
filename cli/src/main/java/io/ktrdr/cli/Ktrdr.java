package io.ktrdr.cli;

import io.ktrdr.cli.agent.AgentCommand;
import io.ktrdr.cli.agents.AgentsCommand;
import io.ktrdr.cli.alerts.AlertsCommand;
import io.ktrdr.cli.budget.BudgetCommand;
import io.ktrdr.cli.data.DataCommand;
import io.ktrdr.cli.demo.DemoCommand;
import io.ktrdr.cli.local.DoctorCommand;
import io.ktrdr.cli.local.DownCommand;
import io.ktrdr.cli.local.LogsCommand;
import io.ktrdr.cli.local.PrepareCommand;
import io.ktrdr.cli.local.PsCommand;
import io.ktrdr.cli.local.RehearseCommand;
import io.ktrdr.cli.local.SuperviseCommand;
import io.ktrdr.cli.local.UpCommand;
import io.ktrdr.cli.locks.LocksCommand;
import io.ktrdr.cli.memory.MemoryCommand;
import io.ktrdr.cli.models.ModelsCommand;
import io.ktrdr.cli.ops.OpsCommand;
import io.ktrdr.cli.pool.PoolCommand;
import io.ktrdr.cli.research.ResearchCommand;
import io.ktrdr.cli.session.GlobalOptions;
import io.ktrdr.cli.tasks.TasksCommand;
import io.ktrdr.cli.workers.WorkersCommand;
import io.quarkus.picocli.runtime.annotations.TopCommand;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of the command tree. */
@TopCommand
@Command(
        name = "ktrdr",
        description = "Many strategy researches at once over a pool of workers.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            SuperviseCommand.class,
            PrepareCommand.class,
            RehearseCommand.class,
            DownCommand.class,
            PsCommand.class,
            LogsCommand.class,
            DoctorCommand.class,
            AgentCommand.class,
            ResearchCommand.class,
            MemoryCommand.class,
            OpsCommand.class,
            TasksCommand.class,
            LocksCommand.class,
            PoolCommand.class,
            AgentsCommand.class,
            ModelsCommand.class,
            AlertsCommand.class,
            WorkersCommand.class,
            DataCommand.class,
            BudgetCommand.class,
            GenerateCompletion.class
        })
public class Ktrdr implements GlobalOptions {
    @Option(
            names = "--url",
            paramLabel = "URL,...",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:KTRDR_URL}",
            description = "The coordinators' addresses, separated by commas (KTRDR_URL); else those of --home.")
    @Nullable
    String url;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:KTRDR_HOME}",
            description = "Folder of the local mode (KTRDR_HOME); else ~/.ktrdr.")
    @Nullable
    String home;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON for programs.")
    boolean json;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Print ids only.")
    boolean quiet;

    @Override
    public @Nullable String url() {
        return url;
    }

    @Override
    public @Nullable String home() {
        return home;
    }

    @Override
    public boolean json() {
        return json;
    }

    @Override
    public boolean quiet() {
        return quiet;
    }
}

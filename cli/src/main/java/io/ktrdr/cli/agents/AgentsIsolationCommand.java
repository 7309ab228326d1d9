package io.ktrdr.cli.agents;

import io.ktrdr.cli.output.Table;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.pool.IsolationReport;
import io.ktrdr.contracts.pool.IsolationReport.Collision;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Whether the agents keep to themselves. */
@Command(name = "isolation", description = "Whether every agent has handles of its own; exit code 1 when not.")
public class AgentsIsolationCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        IsolationReport report = services.answer(() -> services.pool().isolation());
        if (session.json()) {
            session.printDocument(report);
        } else if (session.quiet()) {
            report.collisions().stream()
                    .flatMap(collision -> collision.agentIds().stream())
                    .distinct()
                    .forEach(session.out()::println);
        } else if (report.isolated()) {
            session.out().println("Isolated: no handle is shared (agents: " + report.agents() + ")");
        } else {
            table(report).lines().forEach(session.out()::println);
        }
        return (report.isolated() ? ExitCode.OK : ExitCode.FAULT).number();
    }

    private static Table table(IsolationReport report) {
        Table table = new Table("HANDLE", "VALUE", "SHARED BY");
        for (Collision collision : report.collisions()) {
            table.row(collision.handle(), collision.value(), String.join(", ", collision.agentIds()));
        }
        return table;
    }
}

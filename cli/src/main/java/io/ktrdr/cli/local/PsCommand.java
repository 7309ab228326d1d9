package io.ktrdr.cli.local;

import io.ktrdr.cli.output.Table;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.Wire;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What runs. */
@Command(name = "ps", description = "The processes of this home; with --json a bare array.")
public class PsCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    /** @param pid null while it does not run */
    @Wire
    @RegisterForReflection
    record Row(String name, @Nullable Long pid, int port, ProcessState state) {
        static Row of(RunningProcess process, boolean supervised) {
            if (process.isAlive()) {
                return new Row(process.name(), process.pid(), process.port(), process.state());
            }
            ProcessState state = supervised ? ProcessState.RESTARTING : ProcessState.STOPPED;
            return new Row(process.name(), null, process.port(), state);
        }
    }

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Home home = session.home();
        boolean supervised = home.supervisor().isPresent();
        List<Row> rows = home.processes().stream()
                .map(process -> Row.of(process, supervised))
                .toList();
        if (session.json()) {
            session.printBare(rows);
        } else if (session.quiet()) {
            rows.stream().map(Row::name).forEach(session.out()::println);
        } else {
            print(session, home, rows);
        }
        return ExitCode.OK.number();
    }

    private static void print(Session session, Home home, List<Row> rows) {
        if (rows.isEmpty()) {
            session.err().println("Nothing runs in " + home.folder());
            return;
        }
        Table table = new Table("NAME", "PID", "PORT", "STATE");
        rows.forEach(row -> table.row(
                row.name(),
                row.pid() == null ? "-" : String.valueOf(row.pid()),
                String.valueOf(row.port()),
                row.state().wireName()));
        table.lines().forEach(session.out()::println);
        if (home.supervisor().isEmpty()) {
            session.err().println("Their supervisor is gone: 'ktrdr up' adopts them, 'ktrdr down' stops them");
        }
    }
}

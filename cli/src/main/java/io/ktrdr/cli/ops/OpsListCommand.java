package io.ktrdr.cli.ops;

import io.ktrdr.cli.output.Table;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.operation.OperationPage;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.operation.Progress;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Operations, newest first. */
@Command(name = "list", description = "Operations, newest first.")
public class OpsListCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = "--type", description = "Only these, such as agent_research, training, backtesting.")
    @Nullable
    String type;

    @Option(names = "--status", description = "Only these: pending, running, completed, failed, cancelled.")
    @Nullable
    String status;

    @Option(names = "--limit", description = "At most so many, 1 to 500; default 50.")
    @Nullable
    String limit;

    @Option(names = "--cursor", description = "Go on after an earlier page.")
    @Nullable
    String cursor;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        OperationPage page = services.answer(() -> services.operations().list(type, status, limit, cursor));
        if (session.json()) {
            session.printDocument(page);
        } else if (session.quiet()) {
            page.items().stream().map(OperationView::operationId).forEach(session.out()::println);
        } else {
            table(page).lines().forEach(session.out()::println);
            if (page.nextCursor() != null) {
                session.err().println("More: --cursor " + page.nextCursor());
            }
        }
        return ExitCode.OK.number();
    }

    static Table table(OperationPage page) {
        Table table = new Table("ID", "TYPE", "STATUS", "PHASE", "STRATEGY", "CREATED", "NOTE");
        for (OperationView operation : page.items()) {
            table.row(
                    operation.operationId(),
                    operation.operationType().wireName(),
                    operation.status().wireName(),
                    operation.phase() == null ? "-" : operation.phase().wireName(),
                    Objects.requireNonNullElse(operation.strategyName(), "-"),
                    operation.createdAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                    note(operation));
        }
        return table;
    }

    private static String note(OperationView operation) {
        if (operation.errorMessage() != null) {
            return operation.errorMessage();
        }
        if (operation.waitingReason() != null) {
            return operation.waitingReason();
        }
        Progress progress = operation.progress();
        return progress == null || operation.status().isTerminal() ? "" : progress.message();
    }
}

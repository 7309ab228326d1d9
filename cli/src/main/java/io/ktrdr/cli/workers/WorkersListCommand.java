package io.ktrdr.cli.workers;

import io.ktrdr.cli.output.Figures;
import io.ktrdr.cli.output.Table;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.worker.WorkerList;
import io.ktrdr.contracts.worker.WorkerView;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** All workers. */
@Command(name = "list", description = "All workers, and what they run.")
public class WorkersListCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        WorkerList workers = services.answer(() -> services.agent().workers());
        if (session.json()) {
            session.printDocument(workers);
        } else if (session.quiet()) {
            workers.items().stream().map(WorkerView::workerId).forEach(session.out()::println);
        } else {
            table(workers).lines().forEach(session.out()::println);
            workers.items().stream()
                    .filter(worker -> worker.obstacle() != null)
                    .map(worker -> worker.workerId() + " takes no job: it " + worker.obstacle())
                    .forEach(session.out()::println);
        }
        return ExitCode.OK.number();
    }

    private static Table table(WorkerList workers) {
        Table table = new Table("WORKER", "TYPE", "STATE", "", "RUNS", "URL", "HEARD");
        for (WorkerView worker : workers.items()) {
            table.row(
                    worker.workerId(),
                    worker.workerType().wireName(),
                    worker.state().wireName(),
                    standing(worker),
                    Objects.requireNonNullElse(worker.currentOperationId(), "-"),
                    worker.url(),
                    Figures.span(Duration.ofMillis(worker.silentMs())) + " ago");
        }
        return table;
    }

    private static String standing(WorkerView worker) {
        if (worker.lost()) {
            return "lost";
        }
        return worker.drained() ? "drained" : worker.obstacle() != null ? "unable" : "";
    }
}

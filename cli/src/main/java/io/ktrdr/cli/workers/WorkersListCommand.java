package io.ktrdr.cli.workers;

import io.ktrdr.cli.output.Figures;
import io.ktrdr.cli.output.Table;
import io.ktrdr.cli.session.Display;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.worker.WorkerList;
import io.ktrdr.contracts.worker.WorkerView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** All workers. */
@Command(name = "list", description = "All workers, and what they run.")
public class WorkersListCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = "--watch", description = "Go on until Ctrl-C.")
    boolean watch;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        return new Display<>(
                        session,
                        () -> services.answer(() -> services.agent().workers()),
                        WorkersListCommand::text,
                        workers -> workers.items().stream()
                                .map(WorkerView::workerId)
                                .toList())
                .show(watch);
    }

    private static List<String> text(WorkerList workers) {
        List<String> lines = new ArrayList<>(table(workers).lines());
        for (WorkerView worker : workers.items()) {
            if (worker.recovery() != null) {
                lines.add(worker.workerId() + ": " + WorkerText.because(worker.recovery()));
            }
            if (worker.obstacle() != null) {
                lines.add(worker.workerId() + " takes no job: it " + worker.obstacle());
            }
        }
        return lines;
    }

    private static Table table(WorkerList workers) {
        Table table = new Table("WORKER", "TYPE", "STATE", "", "HEALTH", "RUNS", "URL", "HEARD");
        for (WorkerView worker : workers.items()) {
            table.row(
                    worker.workerId(),
                    worker.workerType().wireName(),
                    worker.state().wireName(),
                    standing(worker),
                    WorkerText.figure(worker.health().score()),
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
        if (worker.drained()) {
            return "drained";
        }
        if (worker.obstacle() != null) {
            return "unable";
        }
        return switch (worker.breaker().state()) {
            case CLOSED -> "";
            case OPEN -> "breaker open";
            case HALF_OPEN -> "on trial";
        };
    }
}

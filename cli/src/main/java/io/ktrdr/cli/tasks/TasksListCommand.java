package io.ktrdr.cli.tasks;

import io.ktrdr.cli.output.Table;
import io.ktrdr.cli.session.Display;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.task.TaskPage;
import io.ktrdr.contracts.task.TaskView;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tasks, newest first. */
@Command(name = "list", description = "Tasks, newest first.")
public class TasksListCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = "--type", description = "Only these, such as discovery, ingest, general.")
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

    @Option(names = "--watch", description = "Go on until Ctrl-C.")
    boolean watch;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        return new Display<>(
                        session,
                        () -> services.answer(() -> services.tasks().list(type, status, limit, cursor)),
                        page -> text(session, page),
                        page -> page.items().stream().map(TaskView::operationId).toList())
                .show(watch);
    }

    private List<String> text(Session session, TaskPage page) {
        if (page.nextCursor() != null && !watch) {
            session.err().println("More: --cursor " + page.nextCursor());
        }
        Table table = new Table("ID", "TYPE", "STATUS", "PRIORITY", "ATTEMPT", "AGENT", "CREATED", "NOTE");
        for (TaskView task : page.items()) {
            table.row(
                    task.operationId(),
                    task.taskType().wireName(),
                    task.status().wireName(),
                    task.priority().name(),
                    String.valueOf(task.attempt()),
                    Objects.requireNonNullElse(task.agentId(), "-"),
                    task.createdAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                    note(task));
        }
        return table.lines();
    }

    private static String note(TaskView task) {
        String error = task.errorMessage();
        return error == null ? Objects.requireNonNullElse(task.waitingReason(), "") : error;
    }
}

package io.ktrdr.cli.tasks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.task.TaskView;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One task with its attempts. */
@Command(name = "show", description = "One task: what it is about, its attempts, its result.")
public class TasksShowCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The task.")
    String id;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        TaskView task = services.answer(() -> services.tasks().show(id));
        if (session.quiet() && !session.json()) {
            session.out().println(task.operationId());
            return ExitCode.OK.number();
        }
        List<OperationView> attempts =
                services.answer(() -> services.operations().children(id)).items();
        if (session.json()) {
            ObjectNode document = session.mapper().valueToTree(task);
            document.set("attempts", session.mapper().valueToTree(attempts));
            session.printDocument(document);
        } else {
            TaskText.of(task, attempts, Clock.systemUTC().instant()).forEach(session.out()::println);
        }
        return ExitCode.OK.number();
    }
}

package io.ktrdr.cli.tasks;

import io.ktrdr.cli.ops.Cancels;
import io.ktrdr.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stops one task. */
@Command(name = "cancel", description = "Cancel one task, with what an agent does for it.")
public class TasksCancelCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The task.")
    String id;

    @Override
    public Integer call() {
        return Cancels.carryOut(Session.of(spec), id, "Task cancelled: ");
    }
}

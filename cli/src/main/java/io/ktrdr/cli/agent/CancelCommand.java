package io.ktrdr.cli.agent;

import io.ktrdr.cli.ops.Cancels;
import io.ktrdr.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stops one research; the others go on. */
@Command(name = "cancel", description = "Cancel one research, with what it runs on a worker.")
public class CancelCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The research.")
    String id;

    @Override
    public Integer call() {
        return Cancels.carryOut(Session.of(spec), id, "Research cancelled: ");
    }
}

package io.ktrdr.cli.ops;

import io.ktrdr.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stops any operation. */
@Command(name = "cancel", description = "Cancel one operation.")
public class OpsCancelCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The operation.")
    String id;

    @Override
    public Integer call() {
        return Cancels.carryOut(Session.of(spec), id, "Operation cancelled: ");
    }
}

package io.ktrdr.cli.ops;

import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.operation.OperationView;
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
        Session session = Session.of(spec);
        Services services = session.services();
        OperationView cancelled = Cancels.send(services, id);
        if (session.json()) {
            session.printDocument(cancelled);
        } else {
            session.out()
                    .println(
                            session.quiet()
                                    ? cancelled.operationId()
                                    : "Operation cancelled: " + cancelled.operationId());
        }
        return ExitCode.OK.number();
    }
}

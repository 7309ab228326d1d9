package io.ktrdr.cli.agent;

import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.problem.ProblemException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Goes on with what stands still until a person decides. */
@Command(name = "resume", description = "Go on with a research or task that needs attention: it is tried again.")
public class ResumeCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The research or task.")
    String id;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        OperationView resumed =
                services.answer(() -> services.operations().resume(id), refused -> resumedBefore(services, refused));
        if (session.json()) {
            session.printDocument(resumed);
        } else {
            session.out().println(session.quiet() ? resumed.operationId() : "Resumed: " + resumed.operationId());
        }
        return ExitCode.OK.number();
    }

    /** The answer got lost: what goes on now was resumed by the first request. */
    private OperationView resumedBefore(Services services, ProblemException refused) {
        OperationView operation = services.answer(() -> services.operations().show(id));
        if (operation.status().isTerminal()) {
            throw refused;
        }
        return operation;
    }
}

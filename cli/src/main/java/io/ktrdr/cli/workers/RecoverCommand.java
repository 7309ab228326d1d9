package io.ktrdr.cli.workers;

import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.worker.WorkerView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Bring a worker back that fell ill, also one that nobody tries to recover any more. */
@Command(
        name = "recover",
        description = "Bring a worker back that fell ill, also one that nobody tries to recover any more.")
public class RecoverCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "WORKER", description = "The worker's id.")
    String id;

    @Mixin
    RegistryAddress registry = new RegistryAddress();

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        WorkerView worker = registry.ask(session, workers -> workers.recover(id));
        if (session.json()) {
            session.printDocument(worker);
        } else {
            session.out().println(session.quiet() ? worker.workerId() : text(worker));
        }
        return ExitCode.OK.number();
    }

    private static String text(WorkerView worker) {
        return worker.recovery() == null
                ? worker.workerId() + " is well"
                : worker.workerId() + " is being recovered; 'ktrdr workers show " + worker.workerId()
                        + "' tells how far";
    }
}

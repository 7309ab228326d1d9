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

/** Let a drained worker take jobs again. */
@Command(name = "undrain", description = "Let a drained worker take jobs again.")
public class UndrainCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "WORKER", description = "The worker's id.")
    String id;

    @Mixin
    RegistryAddress registry = new RegistryAddress();

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        WorkerView worker = registry.ask(session, workers -> workers.undrain(id));
        if (session.json()) {
            session.printDocument(worker);
        } else {
            session.out().println(session.quiet() ? worker.workerId() : worker.workerId() + " takes jobs again");
        }
        return ExitCode.OK.number();
    }
}

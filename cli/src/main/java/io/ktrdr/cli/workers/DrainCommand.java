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

/** Let a worker finish what it runs and give it nothing more. */
@Command(name = "drain", description = "Let a worker finish what it runs and give it nothing more.")
public class DrainCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "WORKER", description = "The worker's id.")
    String id;

    @Mixin
    RegistryAddress registry = new RegistryAddress();

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        WorkerView worker = registry.ask(session, workers -> workers.drain(id));
        if (session.json()) {
            session.printDocument(worker);
        } else {
            session.out().println(session.quiet() ? worker.workerId() : worker.workerId() + " takes no further job");
        }
        return ExitCode.OK.number();
    }
}

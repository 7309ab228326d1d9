package io.ktrdr.cli.workers;

import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.worker.WorkerView;
import io.ktrdr.contracts.worker.WorkersApi;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Something that the registry is to do with one worker, which it answers with how that is then. */
abstract class OneWorker implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "WORKER", description = "The worker's id.")
    String id;

    @Mixin
    RegistryAddress registry = new RegistryAddress();

    abstract Uni<WorkerView> ask(WorkersApi workers, String workerId);

    /** What has come of it, for people. */
    abstract String text(WorkerView worker);

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        WorkerView worker = registry.ask(session, workers -> ask(workers, id));
        if (session.json()) {
            session.printDocument(worker);
        } else {
            session.out().println(session.quiet() ? worker.workerId() : text(worker));
        }
        return ExitCode.OK.number();
    }
}

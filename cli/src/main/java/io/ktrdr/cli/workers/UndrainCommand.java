package io.ktrdr.cli.workers;

import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.worker.WorkerView;
import java.net.URI;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Let a drained worker take jobs again. */
@Command(name = "undrain", description = "Let a drained worker take jobs again.")
public class UndrainCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "WORKER", description = "The worker's id.")
    String id;

    @Option(
            names = "--registry-url",
            paramLabel = "URL",
            defaultValue = "${env:KTRDR_REGISTRY_URL}",
            description = "The registry's address (KTRDR_REGISTRY_URL); else that of --home.")
    @Nullable
    String registryUrl;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        URI registry = session.registry(registryUrl);
        WorkerView worker = services.answer(services.workersOf(registry).undrain(id), registry);
        if (session.json()) {
            session.printDocument(worker);
        } else {
            session.out().println(session.quiet() ? worker.workerId() : worker.workerId() + " takes jobs again");
        }
        return ExitCode.OK.number();
    }
}

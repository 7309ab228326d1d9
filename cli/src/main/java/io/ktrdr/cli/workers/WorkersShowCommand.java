package io.ktrdr.cli.workers;

import io.ktrdr.cli.session.Display;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.Wire;
import io.ktrdr.contracts.worker.HealthHistory;
import io.ktrdr.contracts.worker.WorkerView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One worker: how well it is, and why. */
@Command(name = "show", description = "One worker: how well it is, and why, and how it was in the last 24 hours.")
public class WorkersShowCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "WORKER", description = "The worker's id.")
    String id;

    @Mixin
    RegistryAddress registry = new RegistryAddress();

    @Option(names = "--watch", description = "Go on until Ctrl-C.")
    boolean watch;

    /** Both answers of the registry as one document. */
    @Wire
    @RegisterForReflection
    record WorkerHealth(WorkerView worker, HealthHistory history) {}

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        return new Display<>(
                        session,
                        () -> new WorkerHealth(
                                registry.ask(session, workers -> workers.show(id)),
                                registry.ask(session, workers -> workers.history(id))),
                        health -> WorkerText.of(
                                health.worker(),
                                health.history(),
                                Clock.systemUTC().instant()),
                        health -> List.of(health.worker().workerId()))
                .show(watch);
    }
}

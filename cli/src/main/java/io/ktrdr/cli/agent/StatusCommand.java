package io.ktrdr.cli.agent;

import io.ktrdr.cli.session.Display;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.research.AgentStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Everything that is going on, at a glance. */
@Command(name = "status", description = "All active researches, the workers, the budget.")
public class StatusCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = "--watch", description = "Go on until Ctrl-C.")
    boolean watch;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        return new Display<>(
                        session,
                        () -> services.answer(() -> services.agent().status()),
                        StatusText::of,
                        status -> status.activeResearches().stream()
                                .map(AgentStatus.ActiveResearch::operationId)
                                .toList())
                .show(watch);
    }
}

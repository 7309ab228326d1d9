package io.ktrdr.cli.agent;

import io.ktrdr.cli.output.Redraw;
import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Patience;
import io.ktrdr.cli.session.Pause;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.research.AgentStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Everything that is going on, at a glance. */
@Command(name = "status", description = "All active researches, the workers, the budget.")
public class StatusCommand implements Callable<Integer> {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    @Spec
    CommandSpec spec;

    @Option(names = "--watch", description = "Go on until Ctrl-C.")
    boolean watch;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        Redraw redraw = new Redraw(session.out(), session.onTerminal());
        show(session, redraw, services);
        Patience patience = new Patience();
        while (watch) {
            Pause.of(INTERVAL);
            try {
                show(session, redraw, services);
                patience.heard();
            } catch (CommandFailure | ProblemException failure) {
                patience.with(failure);
            }
        }
        return ExitCode.OK.number();
    }

    private void show(Session session, Redraw redraw, Services services) {
        AgentStatus status = services.answer(() -> services.agent().status());
        if (!session.json()) {
            redraw.show(lines(session, status));
        } else if (watch) {
            session.printLine(status);
        } else {
            session.printDocument(status);
        }
    }

    private static List<String> lines(Session session, AgentStatus status) {
        return session.quiet()
                ? status.activeResearches().stream()
                        .map(AgentStatus.ActiveResearch::operationId)
                        .toList()
                : StatusText.of(status);
    }
}

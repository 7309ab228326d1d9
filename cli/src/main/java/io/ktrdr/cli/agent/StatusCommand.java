package io.ktrdr.cli.agent;

import io.ktrdr.cli.output.Redraw;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Pause;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
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
        while (true) {
            AgentStatus status = services.answer(services.agent().status());
            if (session.json()) {
                if (watch) {
                    session.printLine(status);
                } else {
                    session.printDocument(status);
                }
            } else {
                redraw.show(lines(session, status));
            }
            if (!watch) {
                return ExitCode.OK.number();
            }
            Pause.of(INTERVAL);
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

package io.ktrdr.cli.demo;

import io.ktrdr.cli.output.Redraw;
import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.Patience;
import io.ktrdr.cli.session.Pause;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows researches while they run: a table redrawn in place on a terminal, elsewhere one line for each change. */
final class Watch {
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final Session session;
    private final Services services;
    private final Redraw table;
    private final Map<String, String> said = new HashMap<>();

    Watch(Session session, Services services) {
        this.session = session;
        this.services = services;
        this.table = new Redraw(session.err(), true);
    }

    List<OperationView> untilEnded(List<String> ids) {
        Patience patience = new Patience();
        while (true) {
            try {
                List<OperationView> now = new ArrayList<>();
                for (String id : ids) {
                    now.add(services.answer(() -> services.operations().show(id)));
                }
                patience.heard();
                show(now);
                if (now.stream().allMatch(research -> research.status().isTerminal())) {
                    return now;
                }
            } catch (CommandFailure | ProblemException failure) {
                patience.with(failure);
            }
            Pause.of(INTERVAL);
        }
    }

    private void show(List<OperationView> now) {
        if (session.quiet()) {
            return;
        }
        if (session.onTerminal()) {
            table.show(DemoText.progress(now, Clock.systemUTC().instant()));
            return;
        }
        for (OperationView research : now) {
            String line = DemoText.change(research);
            if (!line.equals(said.put(research.operationId(), line))) {
                session.err().println(line);
                session.err().flush();
            }
        }
    }
}

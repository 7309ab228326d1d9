package io.ktrdr.cli.agent;

import io.ktrdr.cli.output.JsonText;
import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Patience;
import io.ktrdr.cli.session.Pause;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.problem.ProblemException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Waits for the end of a research or a task, saying on stderr what it is doing. */
final class Await {
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final Session session;
    private final Services services;

    Await(Session session, Services services) {
        this.session = session;
        this.services = services;
    }

    ExitCode end(String id, @Nullable Duration timeout) {
        long start = System.nanoTime();
        Patience patience = new Patience();
        String said = "";
        while (true) {
            try {
                OperationView now = services.answer(() -> services.operations().show(id));
                patience.heard();
                String doing = doing(now);
                if (!doing.equals(said) && !session.quiet()) {
                    session.err().println(id + "  " + doing);
                    session.err().flush();
                    said = doing;
                }
                if (now.status().isTerminal()) {
                    return ended(now);
                }
            } catch (CommandFailure | ProblemException failure) {
                patience.with(failure);
            }
            if (timeout != null && System.nanoTime() - start > timeout.toNanos()) {
                session.err().println("Still running after the time given: see 'ktrdr ops show " + id + "'");
                return ExitCode.WAIT_TIMED_OUT;
            }
            Pause.of(INTERVAL);
        }
    }

    private ExitCode ended(OperationView end) {
        boolean task = end.operationType().isTask();
        if (session.json()) {
            session.printDocument(end);
        } else if (task && !session.quiet() && end.result() != null) {
            // of a research there is more to show than fits here
            JsonText.of(end.result()).forEach(session.out()::println);
            session.out().flush();
        }
        return switch (end.status()) {
            case COMPLETED -> ExitCode.OK;
            case FAILED -> {
                session.err()
                        .println((task ? "Task" : "Research") + " failed: "
                                + Objects.requireNonNullElse(end.errorMessage(), "no reason given"));
                yield ExitCode.RUN_FAILED;
            }
            case CANCELLED -> ExitCode.RUN_CANCELLED;
            case PENDING, RUNNING -> throw new IllegalStateException(end.operationId() + " has not ended");
        };
    }

    private static String doing(OperationView now) {
        String doing = now.status().isTerminal() || now.phase() == null
                ? now.status().wireName()
                : now.phase().wireName();
        return now.waitingReason() == null ? doing : doing + ": " + now.waitingReason();
    }
}

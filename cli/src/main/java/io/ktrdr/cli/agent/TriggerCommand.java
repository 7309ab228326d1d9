package io.ktrdr.cli.agent;

import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.operation.Priority;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.research.TriggerRequest;
import io.ktrdr.contracts.research.TriggerResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts a research. */
@Command(name = "trigger", description = "Start a research from a brief, or from a strategy of your own.")
public class TriggerCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    Subject subject = new Subject();

    @Option(
            names = "--dataset",
            paramLabel = "SYMBOL/TIMEFRAME",
            description = "What to research on; default the newest.")
    @Nullable
    String dataset;

    @Option(names = "--priority", paramLabel = "P0|P1|P2", description = "${COMPLETION-CANDIDATES}; default P1.")
    @Nullable
    Priority priority;

    @Option(names = "--force", description = "Override the limit and the budget; recorded with your name.")
    boolean force;

    @Option(names = "--queue", description = "At capacity, wait in line instead of being refused.")
    boolean queue;

    @Option(names = "--seed", description = "Makes the research repeatable.")
    @Nullable
    Long seed;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "The same key again gives the same research; default a new one.")
    @Nullable
    String idempotencyKey;

    @Option(names = "--wait", description = "Wait for the end; the exit code tells how it ended.")
    boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "How long to wait, such as 90s, 10m, 2h; default forever.")
    @Nullable
    Duration timeout;

    /** Either words, or a strategy. */
    static class Subject {
        @Option(names = "--brief", paramLabel = "TEXT", description = "What to explore.")
        @Nullable
        String brief;

        @Option(
                names = "--strategy",
                paramLabel = "FILE.yaml|NAME",
                description = "A strategy file of your own, or the name of a known one.")
        @Nullable
        String strategy;
    }

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        TriggerRequest request = new TriggerRequest(
                subject.brief,
                subject.strategy == null ? null : StrategyArgument.read(subject.strategy),
                dataset,
                priority == null ? null : priority.name(),
                force ? true : null,
                queue ? true : null,
                seed,
                System.getProperty("user.name"));
        TriggerResponse accepted = trigger(services, request);
        if (!wait) {
            print(session, accepted);
            return ExitCode.OK.number();
        }
        if (!session.json()) {
            print(session, accepted);
        }
        return new Await(session, services).end(accepted.operationId(), timeout).number();
    }

    private TriggerResponse trigger(Services services, TriggerRequest request) {
        // made here, once: when the answer is lost, asking again cannot start a second research
        String key = idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
        try {
            return Triggers.send(services, key, request);
        } catch (ProblemException refused) {
            throw Triggers.refusal(services, refused);
        }
    }

    private static void print(Session session, TriggerResponse accepted) {
        if (session.json()) {
            session.printDocument(accepted);
        } else if (session.quiet()) {
            session.out().println(accepted.operationId());
        } else {
            session.out().println("Research triggered: " + accepted.operationId());
        }
        session.out().flush();
    }
}

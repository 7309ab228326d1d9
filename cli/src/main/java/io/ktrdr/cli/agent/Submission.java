package io.ktrdr.cli.agent;

import io.ktrdr.cli.output.Table;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.operation.BatchResponse;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.research.TriggerResponse;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a research or a task is asked for once only: the options, the answer, the wait for its end. */
public final class Submission {
    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "The same key again gives the same operation; default a new one.")
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

    public static String requestedBy() {
        return System.getProperty("user.name");
    }

    /**
     * @param request by its idempotency key
     * @param told    what a person reads before the new operation's id
     * @param refusal in words
     */
    public int carryOut(
            Session session,
            Services services,
            Function<String, Uni<TriggerResponse>> request,
            String told,
            Function<ProblemException, RuntimeException> refusal) {
        return carryOut(session, services, request, told, refusal, completed -> ExitCode.OK);
    }

    /**
     * The same for one whose result is the answer.
     *
     * @param answered tells a person what has come of it once it is completed, and a script by the exit code; on
     *     {@code --json} its document has been printed, and nothing else may be
     */
    public int carryOut(
            Session session,
            Services services,
            Function<String, Uni<TriggerResponse>> request,
            String told,
            Function<ProblemException, RuntimeException> refusal,
            Function<OperationView, ExitCode> answered) {
        TriggerResponse accepted = accepted(services, request, refusal);
        if (!wait) {
            print(session, accepted, told);
            return ExitCode.OK.number();
        }
        if (!session.json()) {
            print(session, accepted, told);
        }
        return new Await(session, services)
                .end(accepted.operationId(), timeout, answered)
                .number();
    }

    /** The same for several at once, of which each has a name. */
    public int carryOutBatch(
            Session session,
            Services services,
            Function<String, Uni<BatchResponse>> request,
            Function<ProblemException, RuntimeException> refusal) {
        BatchResponse batch = accepted(services, request, refusal);
        if (!wait) {
            print(session, batch);
            return ExitCode.OK.number();
        }
        if (!session.json()) {
            print(session, batch);
        }
        Map<String, String> names = new LinkedHashMap<>();
        batch.items().forEach(item -> names.put(item.operationId(), item.name()));
        return new Await(session, services).all(names, timeout).number();
    }

    private <T> T accepted(
            Services services, Function<String, Uni<T>> request, Function<ProblemException, RuntimeException> refusal) {
        // made here, once: when the answer is lost, asking again cannot start a second one
        String key = idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
        try {
            return Triggers.send(services, () -> request.apply(key));
        } catch (ProblemException refused) {
            throw refusal.apply(refused);
        }
    }

    private static void print(Session session, BatchResponse batch) {
        if (session.json()) {
            session.printDocument(batch);
        } else if (session.quiet()) {
            batch.items().forEach(item -> session.out().println(item.operationId()));
        } else {
            int width = batch.items().stream()
                    .mapToInt(item -> item.name().length())
                    .max()
                    .orElse(0);
            batch.items()
                    .forEach(item -> session.out().println(Table.pad(item.name(), width) + "  " + item.operationId()));
        }
        session.out().flush();
    }

    private static void print(Session session, TriggerResponse accepted, String told) {
        if (session.json()) {
            session.printDocument(accepted);
        } else if (session.quiet()) {
            session.out().println(accepted.operationId());
        } else {
            session.out().println(told + accepted.operationId());
        }
        session.out().flush();
    }
}

package io.ktrdr.cli.agent;

import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.research.TriggerResponse;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
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
        // made here, once: when the answer is lost, asking again cannot start a second one
        String key = idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
        TriggerResponse accepted;
        try {
            accepted = Triggers.send(services, () -> request.apply(key));
        } catch (ProblemException refused) {
            throw refusal.apply(refused);
        }
        if (!wait) {
            print(session, accepted, told);
            return ExitCode.OK.number();
        }
        if (!session.json()) {
            print(session, accepted, told);
        }
        return new Await(session, services).end(accepted.operationId(), timeout).number();
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

package io.ktrdr.cli.ops;

import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.problem.ProblemException;
import java.util.Objects;

/** Asking for the end of an operation. */
public final class Cancels {
    private Cancels() {}

    /** Cancels it, and says so. */
    public static int carryOut(Session session, String id, String told) {
        OperationView cancelled = send(session.services(), id);
        if (session.json()) {
            session.printDocument(cancelled);
        } else {
            session.out().println(session.quiet() ? cancelled.operationId() : told + cancelled.operationId());
        }
        return ExitCode.OK.number();
    }

    /**
     * Cancels it. Where the answer got lost and another coordinator then finds it cancelled already, it is cancelled as it
     * was asked to be: no conflict.
     */
    private static OperationView send(Services services, String id) {
        return services.answer(() -> services.operations().cancel(id), refused -> cancelled(services, id, refused));
    }

    private static OperationView cancelled(Services services, String id, ProblemException refused) {
        OperationView operation = services.answer(() -> services.operations().show(id));
        // a child is cancelled with its research, and may itself have ended before
        String root = Objects.requireNonNullElse(operation.parentOperationId(), id);
        OperationView research = root.equals(id)
                ? operation
                : services.answer(() -> services.operations().show(root));
        if (research.status() != OperationStatus.CANCELLED) {
            throw refused;
        }
        return operation;
    }
}

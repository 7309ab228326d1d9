package io.ktrdr.cli.research;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.OperationView;
import java.util.Optional;

/** Getting a research and what it stored. */
final class Researches {
    private Researches() {}

    static OperationView find(Services services, String id) {
        OperationView operation = services.answer(() -> services.operations().show(id));
        if (operation.operationType() != OperationType.AGENT_RESEARCH) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    id + " is no research but " + operation.operationType().wireName() + ": see 'ktrdr ops show " + id
                            + "'");
        }
        return operation;
    }

    /** Empty when the research has none of that name. */
    static Optional<byte[]> artifact(Services services, OperationView research, String name) {
        if (research.result() == null) {
            return Optional.empty();
        }
        String sha256 = research.result().path("artifacts").path(name).asText("");
        return sha256.isEmpty()
                ? Optional.empty()
                : Optional.of(services.answer(() -> services.artifacts().get(sha256)));
    }
}

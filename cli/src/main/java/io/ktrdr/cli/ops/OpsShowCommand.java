package io.ktrdr.cli.ops;

import io.ktrdr.cli.output.Fields;
import io.ktrdr.cli.output.Figures;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.operation.OperationPage;
import io.ktrdr.contracts.operation.OperationView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One operation with its children. */
@Command(name = "show", description = "One operation with its children.")
public class OpsShowCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The operation.")
    String id;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        OperationView operation = services.answer(() -> services.operations().show(id));
        if (session.json()) {
            session.printDocument(operation);
            return ExitCode.OK.number();
        }
        if (session.quiet()) {
            session.out().println(operation.operationId());
            return ExitCode.OK.number();
        }
        fields(operation).lines().forEach(session.out()::println);
        OperationPage children = services.answer(() -> services.operations().children(id));
        if (!children.items().isEmpty()) {
            session.out().println();
            OpsListCommand.table(children).lines().forEach(session.out()::println);
        }
        return ExitCode.OK.number();
    }

    static Fields fields(OperationView operation) {
        return new Fields()
                .add("Operation", operation.operationId())
                .add("Type", operation.operationType().wireName())
                .add("Status", operation.status().wireName())
                .add(
                        "Phase",
                        operation.phase() == null ? null : operation.phase().wireName())
                .add("Waiting", operation.waitingReason())
                .add("Error", operation.errorMessage())
                .add("Error code", operation.errorCode())
                .add(
                        "Progress",
                        operation.progress() == null
                                ? null
                                : Figures.percent(operation.progress().fraction()) + "  "
                                        + operation.progress().message())
                .add("Brief", operation.brief())
                .add("Strategy", operation.strategyName())
                .add("Priority", operation.priority().name())
                .add("After", operation.dependsOn().isEmpty() ? null : String.join(", ", operation.dependsOn()))
                .add("Attempt", String.valueOf(operation.attempt()))
                .add("Worker", operation.workerId())
                .add("Parent", operation.parentOperationId())
                .add("Retry of", operation.retryOf())
                .add("Forced by", operation.forcedBy())
                .add("Created", operation.createdAt().toString())
                .add(
                        "Started",
                        operation.startedAt() == null
                                ? null
                                : operation.startedAt().toString())
                .add(
                        "Finished",
                        operation.finishedAt() == null
                                ? null
                                : operation.finishedAt().toString());
    }
}

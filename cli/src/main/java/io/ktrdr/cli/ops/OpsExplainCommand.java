package io.ktrdr.cli.ops;

import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.operation.OperationEvent;
import io.ktrdr.contracts.operation.OperationView;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Accounts for every second of an operation, and for what it cost. */
@Command(
        name = "explain",
        description = "Where an operation's time and money went: ran, waited for what, lost what, tried again why.")
public class OpsExplainCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The operation: a research, a task, or a step of one.")
    String id;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Explanation explanation = explain(session.services());
        if (session.json()) {
            session.printDocument(explanation);
        } else if (session.quiet()) {
            session.out().println(explanation.operationId());
        } else {
            ExplanationText.of(explanation).forEach(session.out()::println);
        }
        return ExitCode.OK.number();
    }

    /** What a step waited for, its research waited for: of a step, that one's history is looked at. */
    private Explanation explain(Services services) {
        OperationView operation = services.answer(() -> services.operations().show(id));
        String parent = operation.parentOperationId();
        OperationView root = parent == null
                ? operation
                : services.answer(() -> services.operations().show(parent));
        List<OperationEvent> events = services.answer(
                        () -> services.operations().events(root.operationId()))
                .items();
        List<OperationView> children = services.answer(
                        () -> services.operations().children(root.operationId()))
                .items();
        History history = new History(root, children, events, Clock.systemUTC().instant());
        return parent == null ? history.ofAll() : history.of(operation);
    }
}

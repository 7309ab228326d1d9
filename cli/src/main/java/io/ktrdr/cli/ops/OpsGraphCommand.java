package io.ktrdr.cli.ops;

import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.operation.OperationGraph;
import io.ktrdr.contracts.operation.OperationGraph.Node;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What an operation waits for and what waits for it. */
@Command(
        name = "graph",
        description =
                "Draws all that an operation depends on and all that depends on it, near and far: what has to be "
                        + "completed first is above.%n○ pending  ◐ running  ● completed  ✗ failed  ⊘ cancelled  ◀ the one asked for")
public class OpsGraphCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The operation.")
    String id;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        OperationGraph graph = services.answer(() -> services.operations().graph(id));
        if (session.json()) {
            session.printDocument(graph);
            return ExitCode.OK.number();
        }
        if (session.quiet()) {
            graph.nodes().stream().map(Node::operationId).forEach(session.out()::println);
        } else {
            GraphText.of(graph, id, session.width()).forEach(session.out()::println);
        }
        if (graph.truncated()) {
            session.err().println("There are more than these " + graph.nodes().size());
        }
        return ExitCode.OK.number();
    }
}

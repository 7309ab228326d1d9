package io.ktrdr.cli.research;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.quant.statistics.ReturnsCodec;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Two researches side by side. */
@Command(
        name = "compare",
        description =
                "Two researches side by side: whether they can be compared, strategy, metrics, and how sure the difference "
                        + "of their Sharpe ratios is.")
public class ResearchCompareCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A", description = "A research.")
    String first;

    @Parameters(index = "1", paramLabel = "B", description = "Another one.")
    String second;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        OperationView one = withResult(services, first);
        OperationView other = withResult(services, second);
        Comparison comparison = Comparison.of(one, other, research -> returns(services, research));
        if (session.json()) {
            session.printDocument(comparison);
        } else if (session.quiet()) {
            session.out().println(comparison.comparable() ? "comparable" : "not comparable");
        } else {
            ComparisonText.of(comparison).forEach(session.out()::println);
        }
        return ExitCode.OK.number();
    }

    private static OperationView withResult(Services services, String id) {
        OperationView research = Researches.find(services, id);
        if (research.result() == null) {
            throw new CommandFailure(
                    ExitCode.CONFLICT,
                    id + " has no result to compare: it is " + research.status().wireName());
        }
        return research;
    }

    /** Empty for researches of earlier releases, and those that were not backtested. */
    private static double[] returns(Services services, OperationView research) {
        try {
            return Researches.artifact(services, research, "returns")
                    .map(ReturnsCodec::decode)
                    .orElse(new double[0]);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.FAULT, "Cannot read the returns of " + research.operationId() + ": " + e.getMessage());
        }
    }
}

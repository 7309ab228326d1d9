package io.ktrdr.cli.research;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.problem.ProblemException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One research, to read. */
@Command(name = "show", description = "One research: strategy, data, training, backtest, verdict.")
public class ResearchShowCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The research.")
    String id;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        OperationView research = Researches.find(services, id);
        if (session.json()) {
            session.printDocument(research);
        } else if (session.quiet()) {
            session.out().println(research.operationId());
        } else {
            ResearchText.of(research, equity(services, research)).forEach(session.out()::println);
        }
        return ExitCode.OK.number();
    }

    private static double[] equity(Services services, OperationView research) {
        try {
            return Researches.artifact(services, research, "equity_curve")
                    .map(EquityCurve::of)
                    .orElse(new double[0]);
        } catch (ProblemException | CommandFailure e) {
            // everything else is worth showing without the curve
            return new double[0];
        }
    }
}

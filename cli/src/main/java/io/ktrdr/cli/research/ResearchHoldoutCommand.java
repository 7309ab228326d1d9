package io.ktrdr.cli.research;

import io.ktrdr.cli.agent.Overrides;
import io.ktrdr.cli.agent.Submission;
import io.ktrdr.cli.agent.Triggers;
import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.research.HoldoutRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks at what nobody has looked at. */
@Command(
        name = "holdout",
        description =
                "Backtest a completed research on the last tenth of its dataset, which is locked otherwise. Each reading is "
                        + "counted and shown: what has been read often is no longer out of sample.")
public class ResearchHoldoutCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The research.")
    String id;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why now; recorded with your name.")
    String reason = "";

    @Mixin
    Overrides overrides = new Overrides();

    @Mixin
    Submission submission = new Submission();

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        if (reason.isBlank()) {
            throw new CommandFailure(ExitCode.USAGE, "--reason says why, and is not empty");
        }
        Services services = session.services();
        HoldoutRequest request =
                new HoldoutRequest(reason, overrides.requestedBy(), overrides.force(), overrides.queue());
        return submission.carryOut(
                session,
                services,
                key -> services.researches().holdout(id, key, request),
                "Holdout reading of " + id + " triggered: ",
                refused -> Triggers.refusal(services, refused),
                end -> {
                    if (!session.json() && !session.quiet()) {
                        answer(session, services, end);
                    }
                    return ExitCode.OK;
                });
    }

    private void answer(Session session, Services services, OperationView end) {
        OperationView of = services.answer(() -> services.operations().show(id));
        RerunText.holdout(end, of).forEach(session.out()::println);
        session.out().flush();
    }
}

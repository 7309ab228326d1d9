package io.ktrdr.cli.ops;

import io.ktrdr.cli.agent.Overrides;
import io.ktrdr.cli.agent.Submission;
import io.ktrdr.cli.agent.Triggers;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.operation.RetryRequest;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Does a research again. */
@Command(name = "retry", description = "Do a research that is over again, as a new one; the old one stays as it is.")
public class OpsRetryCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The research.")
    String id;

    @Option(
            names = "--from-phase",
            paramLabel = "designing|training|backtesting|assessing",
            description = "Take over the results of the phases before this one; default: do everything again.")
    @Nullable
    String fromPhase;

    @Mixin
    Overrides overrides = new Overrides();

    @Mixin
    Submission submission = new Submission();

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        RetryRequest request =
                new RetryRequest(fromPhase, overrides.force(), overrides.queue(), overrides.requestedBy());
        return submission.carryOut(
                session,
                services,
                key -> services.operations().retry(id, key, request),
                "Retry of " + id + " triggered: ",
                refused -> Triggers.refusal(services, refused));
    }
}

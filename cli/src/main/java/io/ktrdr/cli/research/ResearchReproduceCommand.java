package io.ktrdr.cli.research;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ktrdr.cli.agent.Overrides;
import io.ktrdr.cli.agent.Submission;
import io.ktrdr.cli.agent.Triggers;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.research.ReproduceRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks whether the same comes out again. */
@Command(
        name = "reproduce",
        description =
                "Run a completed research again from its hashes and its seed, and compare bit for bit. With --wait the "
                        + "answer is shown, and the exit code is 8 when something differs.")
public class ResearchReproduceCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The research.")
    String id;

    @Mixin
    Overrides overrides = new Overrides();

    @Mixin
    Submission submission = new Submission();

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        ReproduceRequest request = new ReproduceRequest(overrides.force(), overrides.queue(), overrides.requestedBy());
        return submission.carryOut(
                session,
                services,
                key -> services.researches().reproduce(id, key, request),
                "Reproduction of " + id + " triggered: ",
                refused -> Triggers.refusal(services, refused),
                end -> answer(session, end));
    }

    private static ExitCode answer(Session session, OperationView end) {
        JsonNode result = end.result() == null ? MissingNode.getInstance() : end.result();
        JsonNode reproduction = result.path("reproduction");
        if (!session.json() && !session.quiet()) {
            RerunText.reproduction(reproduction).forEach(session.out()::println);
            session.out().flush();
        }
        return reproduction.path("identical").asBoolean(false) ? ExitCode.OK : ExitCode.RUN_FAILED;
    }
}

package io.ktrdr.cli.agent;

import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.research.TriggerRequest;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts a research. */
@Command(name = "trigger", description = "Start a research from a brief, or from a strategy of your own.")
public class TriggerCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    Subject subject = new Subject();

    @Option(
            names = "--dataset",
            paramLabel = "SYMBOL/TIMEFRAME",
            description = "What to research on; default the newest.")
    @Nullable
    String dataset;

    @Option(names = "--seed", description = "Makes the research repeatable.")
    @Nullable
    Long seed;

    @Mixin
    StartConditions conditions = new StartConditions();

    @Mixin
    Overrides overrides = new Overrides();

    @Mixin
    GateOptions gates = new GateOptions();

    @Mixin
    Submission submission = new Submission();

    /** Either words, or a strategy. */
    static class Subject {
        @Option(names = "--brief", paramLabel = "TEXT", description = "What to explore.")
        @Nullable
        String brief;

        @Option(
                names = "--strategy",
                paramLabel = "FILE.yaml|NAME",
                description = "A strategy file of your own, or the name of a known one.")
        @Nullable
        String strategy;
    }

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        TriggerRequest request = new TriggerRequest(
                subject.brief,
                subject.strategy == null ? null : StrategyArgument.read(subject.strategy),
                dataset,
                conditions.priority(),
                overrides.force(),
                overrides.queue(),
                seed,
                overrides.requestedBy(),
                conditions.after(),
                conditions.onDependencyFailure(),
                conditions.locks(),
                gates.profile(),
                gates.bypass());
        return submission.carryOut(
                session,
                services,
                key -> services.agent().trigger(key, request),
                "Research triggered: ",
                refused -> Triggers.refusal(services, refused));
    }
}

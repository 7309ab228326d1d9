package io.ktrdr.cli.research;

import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.trial.TrialList;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Everything that was ever tried. */
@Command(
        name = "trials",
        description = "The ledger: everything that was ever tried, failed and rejected trials included, newest first.")
public class ResearchTrialsCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    DatasetChoice choice = new DatasetChoice();

    @Option(names = "--limit", paramLabel = "1..500", description = "Trials; default 50.")
    @Nullable
    String limit;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        TrialList trials = services.answer(() -> services.trials().trials(choice.dataset(), limit));
        if (session.json()) {
            session.printDocument(trials);
        } else if (session.quiet()) {
            trials.items().forEach(trial -> session.out().println(trial.researchId()));
        } else {
            TrialsText.of(trials).forEach(session.out()::println);
        }
        return ExitCode.OK.number();
    }
}

package io.ktrdr.cli.research;

import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.trial.LeaderboardList;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The best of each dataset, and what that is worth after so many trials. */
@Command(
        name = "leaderboard",
        description = "The best researches on each dataset, deflated by all trials on it so far, and who fell since.")
public class ResearchLeaderboardCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    DatasetChoice choice = new DatasetChoice();

    @Option(names = "--limit", paramLabel = "1..500", description = "Researches on each dataset; default 20.")
    @Nullable
    String limit;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        LeaderboardList boards = services.answer(() -> services.trials().leaderboard(choice.dataset(), limit));
        if (session.json()) {
            session.printDocument(boards);
        } else if (session.quiet()) {
            boards.items().stream()
                    .flatMap(board -> board.standings().stream())
                    .forEach(standing -> session.out().println(standing.researchId()));
        } else {
            LeaderboardText.of(boards).forEach(session.out()::println);
        }
        return ExitCode.OK.number();
    }
}

package io.ktrdr.cli.budget;

import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.budget.BudgetReport;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Today's budget, and what was spent on what. */
@Command(name = "budget", description = "What models may cost today, and what they have cost.")
public class BudgetCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = "--by", description = "Add up by day, model or research; default day.")
    @Nullable
    String by;

    @Option(names = "--days", description = "So many days (UTC), today included, 1 to 366; default 30.")
    @Nullable
    String days;

    @Option(names = "--limit", description = "At most so many lines, 1 to 500; default 50, and of days all.")
    @Nullable
    String limit;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        BudgetReport report = services.answer(() -> services.budget().report(by, days, limit));
        if (session.json()) {
            session.printDocument(report);
        } else if (session.quiet()) {
            report.items().stream().map(BudgetReport.Item::key).forEach(session.out()::println);
        } else {
            BudgetText.of(report).forEach(session.out()::println);
        }
        return ExitCode.OK.number();
    }
}

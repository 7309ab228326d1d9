package io.ktrdr.cli.data;

import io.ktrdr.cli.output.Table;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.dataset.DatasetList;
import io.ktrdr.contracts.dataset.DatasetView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** All datasets, newest first. */
@Command(name = "list", description = "All datasets, newest first.")
public class DataListCommand implements Callable<Integer> {
    private static final int SHORT_HASH = 12;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        DatasetList datasets = services.answer(() -> services.datasets().list());
        if (session.json()) {
            session.printDocument(datasets);
        } else if (session.quiet()) {
            datasets.items().stream().map(DatasetView::sha256).forEach(session.out()::println);
        } else {
            Table table = new Table("DATASET", "BARS", "FROM", "TO", "SOURCE", "SHA-256");
            for (DatasetView dataset : datasets.items()) {
                table.row(
                        dataset.symbol() + "/" + dataset.timeframe(),
                        String.valueOf(dataset.bars()),
                        dataset.firstBar(),
                        dataset.lastBar(),
                        dataset.source(),
                        dataset.sha256()
                                .substring(
                                        0, Math.min(SHORT_HASH, dataset.sha256().length())));
            }
            table.lines().forEach(session.out()::println);
        }
        return ExitCode.OK.number();
    }
}

package io.ktrdr.cli.data;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.dataset.DatasetView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a dataset of a CSV file. */
@Command(name = "import", description = "Import bars (or trades) from CSV, and say what is wrong with them.")
public class DataImportCommand implements Callable<Integer> {
    /** A request is held in memory whole on both sides. */
    private static final long MAX_BYTES = 512L * 1024 * 1024;

    @Spec
    CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description = "CSV with a header line: timestamp,open,high,low,close,volume, or trades.")
    Path file;

    @Option(names = "--symbol", required = true, description = "Such as BTC-USD.")
    String symbol = "";

    @Option(names = "--timeframe", required = true, description = "Such as 1m, 5m, 4h, 1d.")
    String timeframe = "";

    @Option(
            names = "--bad-bars",
            paramLabel = "drop|keep|refuse",
            description = "Bars that cannot be true: drop (default), keep or refuse.")
    @Nullable
    String badBars;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        DatasetView dataset = services.answer(() -> services.datasets()
                .importCsv(symbol, timeframe, String.valueOf(file.getFileName()), badBars, read(file)));
        if (session.json()) {
            session.printDocument(dataset);
        } else if (session.quiet()) {
            session.out().println(dataset.sha256());
        } else {
            QualityText.of(dataset).forEach(session.out()::println);
        }
        return ExitCode.OK.number();
    }

    static byte[] read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new CommandFailure(ExitCode.USAGE, "No file " + file);
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        file + " is larger than " + MAX_BYTES / 1024 / 1024 + " MiB: import it in parts");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "Cannot read " + file + ": " + e.getMessage());
        }
    }
}

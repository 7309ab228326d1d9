package io.ktrdr.cli.demo;

import io.ktrdr.cli.local.Install;
import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.contracts.dataset.DatasetView;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What the demo researches on: real trades where the build could fetch them, else a made-up series. */
final class DemoData {
    static final String SYMBOL = "BTC-USD";

    private static final List<String> TIMEFRAMES = List.of("1m", "5m");
    static final String MADE_UP = "made-up random walk, seed 7";
    private static final long SEED = 7;
    private static final int MADE_UP_BARS = 10_000;
    private static final double MADE_UP_VOLATILITY = 0.001;

    private final Services services;
    private final Optional<Path> trades;
    private final Consumer<String> say;

    DemoData(Services services, Install install, Consumer<String> say) {
        this.services = services;
        this.trades = install.sampleTrades();
        this.say = say;
    }

    /** @return what the demo researches on, one for each timeframe */
    List<DatasetView> importMissing() {
        List<DatasetView> known =
                services.answer(() -> services.datasets().list()).items();
        List<DatasetView> used = new ArrayList<>();
        for (String timeframe : TIMEFRAMES) {
            // the newest comes first, and is the one that a trigger by name means
            used.add(known.stream()
                    .filter(dataset -> dataset.symbol().equals(SYMBOL)
                            && dataset.timeframe().equals(timeframe))
                    .findFirst()
                    .orElseGet(() -> importOne(timeframe)));
        }
        return used;
    }

    /** For people: what the results were made on. Who uses the program may have imported data under the demo's names. */
    static String source(List<DatasetView> used) {
        if (used.stream().allMatch(dataset -> dataset.source().equals(Install.SAMPLE_TRADES))) {
            return "100,000 real Bitstamp BTC-USD trades, 25 November to 1 December 2013";
        }
        if (used.stream().allMatch(dataset -> dataset.source().equals(MADE_UP))) {
            return "a made-up series (the sample data could not be fetched): nothing can be learned from it";
        }
        return used.stream()
                .map(dataset -> dataset.symbol() + "/" + dataset.timeframe() + " from " + dataset.source())
                .collect(Collectors.joining(", "));
    }

    private DatasetView importOne(String timeframe) {
        byte[] csv = trades.map(DemoData::read).orElseGet(() -> madeUp(timeframe));
        String source = trades.map(file -> Install.SAMPLE_TRADES).orElse(MADE_UP);
        DatasetView imported =
                services.answer(() -> services.datasets().importCsv(SYMBOL, timeframe, source, null, csv));
        say.accept("Imported " + SYMBOL + "/" + timeframe + ": " + imported.bars() + " bars");
        return imported;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAULT, "Cannot read " + file + ": " + e.getMessage());
        }
    }

    static byte[] madeUp(String timeframe) {
        Bars bars = SyntheticBars.randomWalk(SEED, MADE_UP_BARS, Timeframe.parse(timeframe), MADE_UP_VOLATILITY);
        StringBuilder csv = new StringBuilder("timestamp,open,high,low,close,volume\n");
        for (int bar = 0; bar < bars.size(); bar++) {
            csv.append(Instant.ofEpochMilli(bars.openTime(bar)))
                    .append(',')
                    .append(bars.open(bar))
                    .append(',')
                    .append(bars.high(bar))
                    .append(',')
                    .append(bars.low(bar))
                    .append(',')
                    .append(bars.close(bar))
                    .append(',')
                    .append(bars.volume(bar))
                    .append('\n');
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }
}

package io.ktrdr.quant.bars;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads market data from CSV (RFC 4180, UTF-8, a header line; the case of its names does not matter).
 *
 * <p>Bars: a time column ({@code timestamp}, {@code time}, {@code date}, {@code datetime}, {@code open_time}), then
 * {@code open}, {@code high}, {@code low}, {@code close}, {@code volume}; further columns are not read. Trades:
 * {@code timestamp}, {@code price}, {@code amount} (or {@code volume}, {@code size}, {@code quantity}), which become bars on
 * the timeframe's grid; an interval without a trade is a gap, not an invented bar. Times are ISO-8601 with offset, or epoch
 * seconds or milliseconds; one without a zone is taken as UTC and reported.
 */
public final class CsvImport {
    private static final List<String> TIME_NAMES =
            List.of("timestamp", "time", "date", "datetime", "open_time", "opentime", "open time");
    private static final List<String> AMOUNT_NAMES = List.of("amount", "volume", "size", "quantity", "qty");
    private static final List<String> VOLUME_NAMES = List.of("volume", "vol");

    private CsvImport() {}

    /**
     * Reads a whole file.
     *
     * @throws ImportException for one that holds no usable bars, with the line and column that are wrong
     */
    public static ImportedBars read(byte[] csv, Timeframe timeframe, BadBars badBars) {
        RawBars raw = new RawBars();
        Quality.Collector findings = new Quality.Collector();
        int rows = records(csv, records -> readRows(records, timeframe, raw, findings, badBars));
        if (raw.size == 0) {
            throw new ImportException(0, "csv", "The file has a header but no data");
        }
        BarSpacing.check(raw, timeframe);
        return new QualityCheck(raw, timeframe, badBars, findings).run(rows);
    }

    /** What comes of the lines, the header first. */
    static <T> T records(byte[] csv, Function<Iterator<CsvRecord>, T> read) {
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .detectBomHeader(true)
                .skipEmptyLines(true)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(new ByteArrayInputStream(csv), StandardCharsets.UTF_8)) {
            return read.apply(reader.iterator());
        } catch (CsvParseException e) {
            throw new ImportException(0, "csv", "Not readable as CSV: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private static int readRows(
            Iterator<CsvRecord> records,
            Timeframe timeframe,
            RawBars raw,
            Quality.Collector findings,
            BadBars badBars) {
        Map<String, Integer> columns = header(records);
        RowReader reader = holdsTrades(columns)
                ? new TradeRows(columns, timeframe, raw, findings, badBars)
                : new BarRows(columns, raw);
        boolean zoneReported = false;
        int rows = 0;
        long previous = Long.MIN_VALUE;
        while (records.hasNext()) {
            CsvRow row = new CsvRow(records.next());
            CsvRow.Time time = row.time(reader.timeColumn(), "timestamp");
            if (time.millis() < previous) {
                throw new ImportException(
                        row.line(),
                        "timestamp",
                        "earlier than the line before it; the file must be sorted, oldest first");
            }
            previous = time.millis();
            if (time.zoneAssumed() && !zoneReported) {
                zoneReported = true;
                findings.add(new Finding(
                        Finding.Check.TIME_ZONE,
                        time.millis(),
                        row.line(),
                        "times name no zone, taken as UTC (from this line on)",
                        false));
            }
            reader.read(row, time.millis());
            rows++;
        }
        return rows;
    }

    /** The columns by their names. */
    static Map<String, Integer> header(Iterator<CsvRecord> records) {
        if (!records.hasNext()) {
            throw new ImportException(0, "csv", "The file is empty");
        }
        return columnsOf(records.next());
    }

    static boolean holdsTrades(Map<String, Integer> columns) {
        return columns.containsKey("price");
    }

    static int timeColumnOf(Map<String, Integer> columns) {
        return column(columns, "timestamp", TIME_NAMES);
    }

    private static Map<String, Integer> columnsOf(CsvRecord header) {
        Map<String, Integer> columns = new HashMap<>();
        for (int i = 0; i < header.getFieldCount(); i++) {
            String name = header.getField(i).strip().toLowerCase(Locale.ROOT);
            if (columns.put(name, i) != null && !name.isEmpty()) {
                throw new ImportException(1, name, "the header names '" + name + "' twice");
            }
        }
        if (columns.size() == 1
                && (header.getField(0).contains(";") || header.getField(0).contains("\t"))) {
            throw new ImportException(1, "csv", "columns must be separated by commas");
        }
        return columns;
    }

    private static int column(Map<String, Integer> columns, String field, List<String> names) {
        for (String name : names) {
            Integer column = columns.get(name);
            if (column != null) {
                return column;
            }
        }
        throw new ImportException(
                1,
                field,
                "the header has no column " + String.join(" or ", names)
                        + " (wanted: timestamp,open,high,low,close,volume or timestamp,price,amount)");
    }

    private interface RowReader {
        int timeColumn();

        void read(CsvRow row, long millis);
    }

    private static final class BarRows implements RowReader {
        private final int time;
        private final int open;
        private final int high;
        private final int low;
        private final int close;
        private final int volume;
        private final RawBars raw;

        BarRows(Map<String, Integer> columns, RawBars raw) {
            this.time = timeColumnOf(columns);
            this.open = column(columns, "open", List.of("open"));
            this.high = column(columns, "high", List.of("high"));
            this.low = column(columns, "low", List.of("low"));
            this.close = column(columns, "close", List.of("close"));
            this.volume = column(columns, "volume", VOLUME_NAMES);
            this.raw = raw;
        }

        @Override
        public int timeColumn() {
            return time;
        }

        @Override
        public void read(CsvRow row, long millis) {
            raw.add(
                    millis,
                    row.line(),
                    row.number(open, "open"),
                    row.number(high, "high"),
                    row.number(low, "low"),
                    row.number(close, "close"),
                    row.number(volume, "volume"));
        }
    }

    private static final class TradeRows implements RowReader {
        private final int time;
        private final int price;
        private final int amount;
        private final long step;
        private final RawBars raw;
        private final Quality.Collector findings;
        private final BadBars badBars;

        TradeRows(
                Map<String, Integer> columns,
                Timeframe timeframe,
                RawBars raw,
                Quality.Collector findings,
                BadBars badBars) {
            this.time = timeColumnOf(columns);
            this.price = column(columns, "price", List.of("price"));
            this.amount = column(columns, "amount", AMOUNT_NAMES);
            this.step = timeframe.millis();
            this.raw = raw;
            this.findings = findings;
            this.badBars = badBars;
        }

        @Override
        public int timeColumn() {
            return time;
        }

        @Override
        public void read(CsvRow row, long millis) {
            double paid = row.number(price, "price");
            double traded = row.number(amount, "amount");
            long interval = Math.floorDiv(millis, step) * step;
            if (paid <= 0 || traded < 0) {
                String message = "a trade of " + traded + " at " + paid;
                if (badBars == BadBars.REFUSE) {
                    throw new ImportException(row.line(), paid <= 0 ? "price" : "amount", message);
                }
                findings.add(new Finding(Finding.Check.OHLC, interval, row.line(), message, true));
            } else if (raw.size > 0 && raw.times[raw.size - 1] == interval) {
                raw.extendLast(paid, traded);
            } else {
                raw.add(interval, row.line(), paid, paid, paid, paid, traded);
            }
        }
    }
}

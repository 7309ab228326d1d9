package io.ktrdr.quant.bars;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * What the first lines of a file let expect of the rest.
 *
 * @param trades    it holds trades, which become bars of any timeframe; otherwise bars
 * @param rows      lines that were looked at, without the header
 * @param firstTime epoch milliseconds
 * @param timeframe of the usual distance between two bars; empty for trades, and where there is none that bars can have
 */
public record CsvHead(boolean trades, int rows, long firstTime, Optional<Timeframe> timeframe) {
    private static final long LONGEST_SECONDS = Timeframe.parse("4w").seconds();

    /**
     * @param csv the first lines, the header among them
     * @throws ImportException when the file cannot be imported, whatever comes after them
     */
    public static CsvHead read(byte[] csv) {
        return CsvImport.records(csv, CsvHead::read);
    }

    /** The beginning of a file without its last line, which may be cut off. */
    public static byte[] wholeLines(byte[] beginning) {
        int end = beginning.length;
        while (end > 0 && beginning[end - 1] != '\n') {
            end--;
        }
        return Arrays.copyOf(beginning, end);
    }

    private static CsvHead read(Iterator<CsvRecord> records) {
        Map<String, Integer> columns = CsvImport.header(records);
        boolean trades = CsvImport.holdsTrades(columns);
        int time = CsvImport.timeColumnOf(columns);
        long[] times = new long[64];
        int rows = 0;
        while (records.hasNext()) {
            times = rows == times.length ? Arrays.copyOf(times, rows * 2) : times;
            times[rows++] = new CsvRow(records.next()).time(time, "timestamp").millis();
        }
        if (rows == 0) {
            throw new ImportException(0, "csv", "The file has a header but no data");
        }
        Optional<Timeframe> timeframe = trades ? Optional.empty() : spacing(times, rows);
        return new CsvHead(trades, rows, times[0], timeframe);
    }

    private static Optional<Timeframe> spacing(long[] times, int size) {
        return BarSpacing.usual(times, size)
                .map(Map.Entry::getKey)
                .filter(millis -> millis > 0 && millis % 1000 == 0 && millis / 1000 <= LONGEST_SECONDS)
                .map(millis -> new Timeframe(millis / 1000));
    }
}

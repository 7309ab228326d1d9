package io.ktrdr.cli.report;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** Reading the tables that a backtest leaves behind. */
final class CsvRows {
    private CsvRows() {}

    /** @throws IllegalArgumentException for what is no such table */
    static <T> List<T> read(byte[] csv, Function<NamedCsvRecord, T> row) {
        try (CsvReader<NamedCsvRecord> reader =
                CsvReader.builder().ofNamedCsvRecord(new String(csv, StandardCharsets.UTF_8))) {
            return reader.stream().map(row).toList();
        } catch (CsvParseException | NoSuchElementException | DateTimeException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException for anything but a finite number */
    static double number(NamedCsvRecord row, String field) {
        double value = Double.parseDouble(row.getField(field));
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(field + " is " + value);
        }
        return value;
    }
}

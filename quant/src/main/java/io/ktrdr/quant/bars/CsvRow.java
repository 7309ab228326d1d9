package io.ktrdr.quant.bars;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/** One line of a file, read strictly: what is not plainly a time or a number is refused with its line and column. */
record CsvRow(CsvRecord row) {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");
    private static final Pattern EPOCH = Pattern.compile("\\d{1,15}");
    /** Epoch seconds stay below this until the year 5138; epoch milliseconds are above it since March 1973. */
    private static final long SECONDS_BELOW = 100_000_000_000L;

    private static final int LONGEST_QUOTE = 40;

    /** @param zoneAssumed the file named no zone and UTC was taken */
    record Time(long millis, boolean zoneAssumed) {}

    long line() {
        return row.getStartingLineNumber();
    }

    private String text(int column, String field) {
        if (column >= row.getFieldCount()) {
            throw new ImportException(line(), field, "the column " + field + " is missing");
        }
        return row.getField(column).strip();
    }

    double number(int column, String field) {
        String text = text(column, field);
        // parseDouble alone would take NaN, Infinity, hexadecimals and a trailing d or f
        if (!NUMBER.matcher(text).matches()) {
            throw notA("number", field, text);
        }
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw notA("number of sensible size", field, text);
        }
        return value;
    }

    Time time(int column, String field) {
        String text = text(column, field);
        if (EPOCH.matcher(text).matches()) {
            long value = Long.parseLong(text);
            return new Time(value < SECONDS_BELOW ? value * 1000 : value, false);
        }
        String iso = text.length() > 10 && text.charAt(10) == ' ' ? text.replaceFirst(" ", "T") : text;
        try {
            if (iso.length() == 10) {
                return new Time(
                        LocalDate.parse(iso)
                                .atStartOfDay()
                                .toInstant(ZoneOffset.UTC)
                                .toEpochMilli(),
                        true);
            }
            String afterDate = iso.length() > 10 ? iso.substring(10) : "";
            if (afterDate.endsWith("Z") || afterDate.contains("+") || afterDate.contains("-")) {
                return new Time(OffsetDateTime.parse(iso).toInstant().toEpochMilli(), false);
            }
            return new Time(LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC).toEpochMilli(), true);
        } catch (DateTimeException | ArithmeticException e) {
            throw notA("time (ISO-8601 with offset, or epoch seconds or milliseconds)", field, text);
        }
    }

    private ImportException notA(String what, String field, String text) {
        String shown = text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
        return new ImportException(line(), field, field + " is not a " + what + ": '" + shown + "'");
    }
}

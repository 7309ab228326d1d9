package io.ktrdr.cli.research;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The equity column of a backtest's CSV. */
final class EquityCurve {
    private EquityCurve() {}

    /** Empty when the file has no such column. */
    static double[] of(byte[] csv) {
        List<String> lines = new String(csv, StandardCharsets.UTF_8).lines().toList();
        if (lines.isEmpty()) {
            return new double[0];
        }
        int column = Arrays.asList(lines.getFirst().split(",", -1)).indexOf("equity");
        if (column < 0) {
            return new double[0];
        }
        return lines.stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .filter(cells -> cells.length > column)
                .mapToDouble(cells -> number(cells[column]))
                .toArray();
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}

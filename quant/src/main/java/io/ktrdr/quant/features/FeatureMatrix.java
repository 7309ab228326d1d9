package io.ktrdr.quant.features;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.indicators.IndicatorCatalogue;
import io.ktrdr.quant.strategy.StrategySpec;
import io.ktrdr.quant.strategy.StrategySpec.IndicatorUse;
import java.util.ArrayList;
import java.util.List;

/**
 * A strategy's features for every bar: row i is known once bar i has closed, and made of nothing later. Training and backtest
 * both compute it here.
 */
public final class FeatureMatrix {
    private final List<String> names;
    private final double[] values;
    private final int rows;
    private final int firstComplete;

    private FeatureMatrix(List<String> names, double[] values, int rows) {
        this.names = List.copyOf(names);
        this.values = values;
        this.rows = rows;
        this.firstComplete = findFirstComplete();
    }

    public static FeatureMatrix of(StrategySpec spec, Bars bars) {
        List<String> names = new ArrayList<>();
        int columns = spec.indicators().size();
        double[] values = new double[Math.multiplyExact(bars.size(), columns)];
        int column = 0;
        for (IndicatorUse use : spec.indicators()) {
            names.add(use.feature());
            double[] feature = feature(use, bars);
            for (int row = 0; row < bars.size(); row++) {
                values[row * columns + column] = feature[row];
            }
            column++;
        }
        return new FeatureMatrix(names, values, bars.size());
    }

    private static double[] feature(IndicatorUse use, Bars bars) {
        var indicator = IndicatorCatalogue.get(use.name());
        if (use.timeframe() == 1) {
            return indicator.compute(bars, use.params(), use.output());
        }
        CoarseBars coarse = CoarseBars.of(bars, use.timeframe());
        return coarse.spread(indicator.compute(coarse.bars(), use.params(), use.output()));
    }

    public List<String> names() {
        return names;
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return names.size();
    }

    /** The first row without NaN; {@link #rows} when there is none. */
    public int firstComplete() {
        return firstComplete;
    }

    public double value(int row, int column) {
        return values[row * columns() + column];
    }

    private int findFirstComplete() {
        int row = rows;
        while (row > 0 && isComplete(row - 1)) {
            row--;
        }
        return row;
    }

    private boolean isComplete(int row) {
        for (int column = 0; column < columns(); column++) {
            if (!Double.isFinite(value(row, column))) {
                return false;
            }
        }
        return true;
    }
}

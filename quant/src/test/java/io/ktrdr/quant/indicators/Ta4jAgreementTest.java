package io.ktrdr.quant.indicators;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseBarSeriesBuilder;
import org.ta4j.core.Indicator;
import org.ta4j.core.indicators.CCIIndicator;
import org.ta4j.core.indicators.ROCIndicator;
import org.ta4j.core.indicators.RSIIndicator;
import org.ta4j.core.indicators.StochasticOscillatorKIndicator;
import org.ta4j.core.indicators.WilliamsRIndicator;
import org.ta4j.core.indicators.averages.EMAIndicator;
import org.ta4j.core.indicators.averages.SMAIndicator;
import org.ta4j.core.indicators.averages.WMAIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.num.DoubleNumFactory;
import org.ta4j.core.num.Num;

/** A second reference. Where it starts its averages otherwise (EMA, RSI), it is compared once that is forgotten. */
class Ta4jAgreementTest {
    private static final Bars BARS = SyntheticBars.randomWalk(8, 1500, Timeframe.parse("1h"), 0.01);
    private static final int FORGOTTEN = 1000;

    private final BarSeries series = series();
    private final ClosePriceIndicator close = new ClosePriceIndicator(series);

    private static BarSeries series() {
        BarSeries series = new BaseBarSeriesBuilder()
                .withNumFactory(DoubleNumFactory.getInstance())
                .build();
        for (int i = 0; i < BARS.size(); i++) {
            series.barBuilder()
                    .timePeriod(Duration.ofHours(1))
                    .endTime(Instant.ofEpochMilli(BARS.closeTime(i)))
                    .openPrice(BARS.open(i))
                    .highPrice(BARS.high(i))
                    .lowPrice(BARS.low(i))
                    .closePrice(BARS.close(i))
                    .volume(BARS.volume(i))
                    .add();
        }
        return series;
    }

    @Test
    void averages() {
        agrees("sma", "value", 20, new SMAIndicator(close, 20), 19, 1);
        agrees("wma", "value", 20, new WMAIndicator(close, 20), 19, 1);
        agrees("ema", "value", 20, new EMAIndicator(close, 20), FORGOTTEN, 1);
    }

    @Test
    void oscillators() {
        agrees("rsi", "value", 14, new RSIIndicator(close, 14), FORGOTTEN, 1);
        agrees("roc", "value", 10, new ROCIndicator(close, 10), 10, 1);
        agrees("cci", "value", 20, new CCIIndicator(series, 20), 19, 1);
        agrees("williams_r", "value", 14, new WilliamsRIndicator(series, 14), 13, 1);
        agrees("donchian", "position", 14, new StochasticOscillatorKIndicator(series, 14), 13, 100);
    }

    private static void agrees(
            String name, String output, int period, Indicator<Num> reference, int first, double scale) {
        double[] ours = IndicatorCatalogue.get(name).compute(BARS, Map.of("period", (double) period), output);
        for (int i = first; i < BARS.size(); i++) {
            double expected = reference.getValue(i).doubleValue();
            double tolerance = 1e-9 * StrictMath.max(1, StrictMath.abs(expected));
            assertEquals(expected, scale * ours[i], tolerance, name + " at bar " + i);
        }
    }
}

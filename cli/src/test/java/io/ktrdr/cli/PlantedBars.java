package io.ktrdr.cli;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import java.time.Instant;

/** A file of 4-hour bars with a signal in them. */
public final class PlantedBars {
    private PlantedBars() {}

    public static String csv(int howMany) {
        Bars bars = SyntheticBars.autoregressive(3, howMany, Timeframe.parse("4h"), 0.01, 0.2);
        StringBuilder csv = new StringBuilder("timestamp,open,high,low,close,volume\n");
        for (int i = 0; i < bars.size(); i++) {
            csv.append("%s,%s,%s,%s,%s,%s\n"
                    .formatted(
                            Instant.ofEpochMilli(bars.openTime(i)),
                            bars.open(i),
                            bars.high(i),
                            bars.low(i),
                            bars.close(i),
                            bars.volume(i)));
        }
        return csv.toString();
    }
}

package io.ktrdr.coordinator.models;

import static io.restassured.RestAssured.given;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import java.time.Instant;

/** A dataset for designs to be about. */
public final class TestBars {
    private TestBars() {}

    public static void importBars() {
        Bars bars = SyntheticBars.autoregressive(3, 3_000, Timeframe.parse("4h"), 0.01, 0.2);
        StringBuilder csv = new StringBuilder("timestamp,open,high,low,close,volume\n");
        for (int i = 0; i < bars.size(); i++) {
            csv.append(Instant.ofEpochMilli(bars.openTime(i)) + "," + bars.open(i) + "," + bars.high(i) + ","
                    + bars.low(i) + "," + bars.close(i) + "," + bars.volume(i) + "\n");
        }
        given().contentType("text/csv")
                .body(csv.toString())
                .post("/api/v1/datasets?symbol=TEST-USD&timeframe=4h")
                .then()
                .statusCode(200);
    }
}

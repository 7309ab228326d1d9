package io.ktrdr.coordinator.dataset;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.coordinator.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DatasetsTest extends CoordinatorTest {
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

    private static String bars(int howMany, double first) {
        StringBuilder csv = new StringBuilder("timestamp,open,high,low,close,volume\n");
        for (int i = 0; i < howMany; i++) {
            double price = first + i % 7;
            csv.append(START.plusSeconds(60L * i) + "," + price + "," + (price + 1) + "," + (price - 1) + "," + price
                    + ",1\n");
        }
        return csv.toString();
    }

    private static ValidatableResponse importCsv(String symbol, String csv) {
        return given().contentType("text/csv")
                .body(csv)
                .post("/api/v1/datasets?timeframe=1m&source=test.csv&symbol=" + symbol)
                .then();
    }

    @Test
    void what_was_imported_is_catalogued_with_its_quality() {
        String sha256 = importCsv("BTC-USD", bars(50, 100))
                .statusCode(200)
                .body("sha256", matchesPattern("[0-9a-f]{64}"))
                .body("symbol", equalTo("BTC-USD"))
                .body("timeframe", equalTo("1m"))
                .body("bars", equalTo(50))
                .body("first_bar", equalTo("2025-01-01T00:00:00Z"))
                .body("last_bar", equalTo("2025-01-01T00:49:00Z"))
                .body("source", equalTo("test.csv"))
                .body("quality.bars_read", equalTo(50))
                .body("quality.bars_kept", equalTo(50))
                .body("quality.issues", empty())
                .extract()
                .path("sha256");
        get("/api/v1/datasets").statusCode(200).body("items.sha256", contains(sha256));
        get("/api/v1/datasets/" + sha256).statusCode(200).body("sha256", equalTo(sha256));
        get("/api/v1/artifacts/" + sha256).statusCode(200);
    }

    @Test
    void the_same_bars_again_are_the_same_dataset() {
        importCsv("BTC-USD", bars(50, 100)).statusCode(200);
        String before = database.everything();
        importCsv("BTC-USD", bars(50, 100)).statusCode(200);
        assertEquals(before, database.everything());
    }

    @Test
    void a_planted_bad_bar_is_dropped_and_reported() {
        String line = "2025-01-01T00:10:00Z,103.0,104.0,102.0,103.0,1\n";
        String csv = bars(50, 100);
        assertEquals(1, csv.split(line, -1).length - 1, "the line to be spoiled");
        importCsv("BTC-USD", csv.replace(line, "2025-01-01T00:10:00Z,103.0,90.0,102.0,103.0,1\n"))
                .statusCode(200)
                .body("bars", equalTo(49))
                .body("quality.bars_read", equalTo(50))
                .body("quality.issues.check", contains("ohlc", "gap"))
                .body("quality.issues[0].dropped", equalTo(true))
                .body("quality.issues[0].line", equalTo(12));
    }

    @Test
    void a_trigger_takes_the_newest_of_the_name_it_gives() {
        importCsv("BTC-USD", bars(50, 100)).statusCode(200);
        String newest = importCsv("BTC-USD", bars(60, 200)).extract().path("sha256");
        importCsv("ETH-USD", bars(50, 300)).statusCode(200);
        String id = tryTrigger(Map.of("brief", "b", "dataset", "BTC-USD/1m"))
                .statusCode(202)
                .extract()
                .path("operation_id");
        assertEquals(newest, database.text("SELECT request ->> 'dataset' FROM operation WHERE id = ?", id));
        tryTrigger(Map.of("brief", "b", "dataset", "BTC-USD/5m", "force", true))
                .statusCode(400)
                .body("violations.field", hasItem("dataset"));
    }
}

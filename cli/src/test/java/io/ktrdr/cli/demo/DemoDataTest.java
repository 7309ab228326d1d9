package io.ktrdr.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.cli.local.Install;
import io.ktrdr.contracts.dataset.DatasetView;
import io.ktrdr.contracts.dataset.QualityReport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoDataTest {
    private static DatasetView dataset(String timeframe, String source) {
        QualityReport quality = new QualityReport(9, 9, 0, Map.of(), List.of());
        return new DatasetView("h", "BTC-USD", timeframe, 9, "t0", "t8", source, "t9", quality);
    }

    @Test
    void the_sample_is_called_real_trades() {
        List<DatasetView> used = List.of(dataset("1m", Install.SAMPLE_TRADES), dataset("5m", Install.SAMPLE_TRADES));
        assertTrue(DemoData.source(used).contains("real Bitstamp"));
    }

    @Test
    void made_up_bars_are_called_made_up() {
        List<DatasetView> used = List.of(dataset("1m", DemoData.MADE_UP), dataset("5m", DemoData.MADE_UP));
        assertTrue(DemoData.source(used).contains("nothing can be learned from it"));
    }

    @Test
    void data_of_ones_own_are_called_by_their_source() {
        assertEquals(
                "BTC-USD/1m from mine.csv, BTC-USD/5m from " + Install.SAMPLE_TRADES,
                DemoData.source(List.of(dataset("1m", "mine.csv"), dataset("5m", Install.SAMPLE_TRADES))));
    }
}

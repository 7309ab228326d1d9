package io.ktrdr.coordinator.task.work;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.quant.bars.Timeframe;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNameTest {
    @ParameterizedTest
    @CsvSource({
        "BTC-USD_4h.csv, BTC-USD, 4h",
        "BTCUSDT-1m-2025-01.csv, BTCUSDT, 1m",
        "eth.eur.1d.CSV, eth.eur, 1d",
        "AAPL.csv, AAPL, ''",
        "AAPL, AAPL, ''",
        "EUR USD 60m.csv, '', 1h",
        "8w_8w.csv, 8w, ''",
        ".csv, '', ''"
    })
    void names_let_guess_symbol_and_timeframe(String name, String symbol, String timeframe) {
        FileName guess = FileName.of(name);
        assertEquals(symbol, guess.symbol().orElse(""));
        assertEquals(timeframe, guess.timeframe().map(Timeframe::toString).orElse(""));
    }
}

package io.ktrdr.coordinator.task.work;

import io.ktrdr.coordinator.dataset.ImportRequest;
import io.ktrdr.quant.bars.Timeframe;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a file lets guess, as in {@code BTC-USD_4h.csv} or {@code BTCUSDT-1m-2025-01.csv}. Pure.
 *
 * @param symbol empty when the name can be none
 */
record FileName(Optional<String> symbol, Optional<Timeframe> timeframe) {
    private static final Pattern WITH_TIMEFRAME = Pattern.compile("(.+?)[-_. ]([1-9][0-9]{0,4}[smhdw])(?:[-_. ].*)?");

    static FileName of(String name) {
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        Matcher both = WITH_TIMEFRAME.matcher(stem);
        return both.matches()
                ? new FileName(symbol(both.group(1)), timeframe(both.group(2)))
                : new FileName(symbol(stem), Optional.empty());
    }

    private static Optional<String> symbol(String text) {
        return Optional.of(text).filter(ImportRequest::isSymbol);
    }

    private static Optional<Timeframe> timeframe(String text) {
        try {
            return Optional.of(Timeframe.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

package io.ktrdr.alerts.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.alerts.rule.Condition.Above;
import io.ktrdr.alerts.rule.Condition.AtLeast;
import io.ktrdr.alerts.rule.Condition.Below;
import io.ktrdr.contracts.WireName;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code docs/alerts.md} names every shipped rule and every signal, as they are. */
class AlertsDocumentTest {
    @Test
    void every_rule_that_is_shipped_is_described() throws IOException {
        assertEquals(
                AlertRules.load(Optional.empty()).all().stream()
                        .map(AlertsDocumentTest::row)
                        .collect(Collectors.joining("\n")),
                table("| Rule |", 4));
    }

    @Test
    void every_signal_is_described() throws IOException {
        assertEquals(
                Stream.of(Signal.values()).map(AlertsDocumentTest::row).collect(Collectors.joining("\n")),
                table("| Signal |", 3));
    }

    /** The first columns of the table that begins so. */
    private static String table(String header, int columns) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../docs/alerts.md"));
        return lines.stream()
                .dropWhile(line -> !line.startsWith(header))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.split("\\|"))
                        .skip(1)
                        .limit(columns)
                        .map(String::strip)
                        .collect(Collectors.joining(" | ")))
                .collect(Collectors.joining("\n"));
    }

    private static String row(Signal signal) {
        return "`" + signal.wireName() + "` | " + WireName.of(signal.service()) + " | " + WireName.of(signal.unit());
    }

    private static String row(AlertRule rule) {
        return "`" + rule.name() + "` | " + WireName.of(rule.severity()) + " | `"
                + rule.signal().wireName() + "` | " + when(rule);
    }

    private static String when(AlertRule rule) {
        String lasting = rule.lasting().equals(Duration.ZERO)
                ? ""
                : " for " + rule.lasting().toMinutes() + "m";
        return switch (rule.condition()) {
            case Above above -> "above " + number(above.threshold()) + lasting + until("below", above.resolveBelow());
            case AtLeast least ->
                "at least " + number(least.threshold()) + lasting + until("below", least.resolveBelow());
            case Below below -> "below " + number(below.threshold()) + lasting + until("above", below.resolveAbove());
        };
    }

    private static String until(String side, @Nullable Double value) {
        return value == null ? "" : ", until " + side + " " + number(value);
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}

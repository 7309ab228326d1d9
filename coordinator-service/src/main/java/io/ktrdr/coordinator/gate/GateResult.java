package io.ktrdr.coordinator.gate;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a gate decided.
 *
 * @param gate    {@code training} or {@code backtest}
 * @param profile whose thresholds, e.g. {@code lenient}
 * @param reason  why it did not pass, e.g. {@code accuracy_below_threshold (5.0% < 10%)}, several joined by {@code "; "};
 *                null when it passed
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record GateResult(
        String gate,
        String profile,
        boolean passed,
        List<GateCheck> checks,
        @Nullable String reason) {
    public GateResult {
        checks = List.copyOf(checks);
    }
}

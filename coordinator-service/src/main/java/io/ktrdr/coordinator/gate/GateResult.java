package io.ktrdr.coordinator.gate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a gate decided.
 *
 * @param gate    {@code training} or {@code backtest}
 * @param profile whose thresholds, e.g. {@code lenient}
 * @param passed  all checks are
 * @param reason  why it did not pass, e.g. {@code accuracy_below_threshold (5.0% < 10%)}, several joined by {@code "; "};
 *                null when it passed
 * @param bypass  who lets the research go on all the same; null, and not written, when it passed or nobody does
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record GateResult(
        String gate,
        String profile,
        boolean passed,
        List<GateCheck> checks,
        @Nullable String reason,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable GateBypass bypass) {
    public GateResult {
        checks = List.copyOf(checks);
    }

    /** Whether the research goes on to its next phase. */
    @JsonIgnore
    public boolean letsPass() {
        return passed || bypass != null;
    }

    /** The same, bypassed if it did not pass and somebody says so. */
    public GateResult bypassed(@Nullable GateBypass by) {
        return passed || by == null ? this : new GateResult(gate, profile, false, checks, reason, by);
    }
}

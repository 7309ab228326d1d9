package io.ktrdr.coordinator.gate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a gate found.
 *
 * @param gate    {@code training} or {@code backtest}
 * @param profile which set of thresholds, e.g. {@code lenient}
 * @param checks  all of them, in a fixed order
 */
public record GateResult(String gate, String profile, List<Check> checks) {
    /**
     * @param value     null when the metric is undefined or was not reported: then the check has not passed
     * @param threshold inclusive
     * @param reason    why it failed, e.g. {@code accuracy_below_threshold (5.0% < 10%)}; null when it passed
     */
    public record Check(
            String name,
            @Nullable Double value,
            double threshold,
            boolean passed,
            @Nullable String reason) {}

    public boolean passed() {
        return checks.stream().allMatch(Check::passed);
    }

    /** The first failed check's reason; null when all passed. */
    public @Nullable String reason() {
        return checks.stream()
                .filter(check -> !check.passed())
                .findFirst()
                .map(Check::reason)
                .orElse(null);
    }

    public JsonNode asJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("gate", gate).put("profile", profile).put("passed", passed()).put("reason", reason());
        ArrayNode list = json.putArray("checks");
        for (Check check : checks) {
            list.addObject()
                    .put("name", check.name())
                    .put("value", check.value())
                    .put("threshold", check.threshold())
                    .put("passed", check.passed());
        }
        return json;
    }
}

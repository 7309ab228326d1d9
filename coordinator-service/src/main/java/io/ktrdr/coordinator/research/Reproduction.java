package io.ktrdr.coordinator.research;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a research came out the same when it was run again: every figure that the first run reported, and the hashes of all that
 * it made, compared bit for bit. What only the second run reports (of a newer release) is no difference. Pure.
 *
 * @param of              the first run
 * @param compared        how many values were compared
 * @param identical       none of them differs
 * @param differences     at most {@value #MOST_TOLD}
 * @param codeVersionThen of the first run's assessment; null when it does not tell
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Reproduction(
        String of,
        int compared,
        boolean identical,
        List<Difference> differences,
        @Nullable String codeVersionThen) {
    static final int MOST_TOLD = 100;

    /** What follows from strategy, data, windows and seed; all else is opinion or circumstance. */
    private static final List<String> COMPUTED = List.of(
            "strategy", "dataset", "seed", "windows", "training", "backtest", "baselines", "statistics", "artifacts");

    /**
     * @param what     where it is in the result, e.g. {@code backtest.sharpe}
     * @param original null where the first run has it as null
     * @param again    null where the second run does not have it
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Difference(
            String what, JsonNode original, @Nullable JsonNode again) {}

    /**
     * @param original result of the first run
     * @param again    findings of the second
     */
    public static Reproduction of(String id, JsonNode original, JsonNode again) {
        Comparison comparison = new Comparison();
        for (String part : COMPUTED) {
            if (original.has(part)) {
                comparison.compare(part, original.get(part), again.get(part));
            }
        }
        return new Reproduction(
                id,
                comparison.compared,
                comparison.differences.isEmpty(),
                comparison.differences.subList(0, Math.min(MOST_TOLD, comparison.differences.size())),
                original.path("code_version").asText(null));
    }

    private static final class Comparison {
        private final List<Difference> differences = new ArrayList<>();
        private int compared;

        void compare(String what, JsonNode original, @Nullable JsonNode again) {
            if (original.isObject() && again != null && again.isObject()) {
                for (Map.Entry<String, JsonNode> field : original.properties()) {
                    compare(what + "." + field.getKey(), field.getValue(), again.get(field.getKey()));
                }
            } else if (original.isArray() && again != null && again.isArray() && original.size() == again.size()) {
                for (int i = 0; i < original.size(); i++) {
                    compare(what + "[" + i + "]", original.get(i), again.get(i));
                }
            } else {
                compared++;
                if (!original.equals(again)) {
                    differences.add(new Difference(what, original, again));
                }
            }
        }
    }
}

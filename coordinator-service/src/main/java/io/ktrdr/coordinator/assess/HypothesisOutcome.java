package io.ktrdr.coordinator.assess;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.ktrdr.contracts.WireName;

/**
 * What a research says of a hypothesis that it was designed to test.
 *
 * @param id       {@code hyp_...}
 * @param evidence why, for people and later designs
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record HypothesisOutcome(String id, Outcome outcome, String evidence) {

    public enum Outcome {
        VALIDATED,
        REFUTED,
        INCONCLUSIVE;

        @JsonCreator
        public static Outcome of(String name) {
            return WireName.parse(Outcome.class, name);
        }

        @JsonValue
        public String wireName() {
            return WireName.of(this);
        }
    }
}

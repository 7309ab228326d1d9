package io.ktrdr.coordinator.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What came of a question. Nothing in it holds a secret. */
public sealed interface Outcome {
    /** Every request that cost something, or may have; those without use included. */
    List<Charge> charges();

    /** The models that gave no answer, in the order in which they were tried or skipped. */
    List<Setback> setbacks();

    /** US dollars, not rounded. */
    default BigDecimal cost() {
        return charges().stream().map(Charge::usd).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /**
     * @param json present when the question had a schema; valid against it
     */
    record Answered(String model, String text, Optional<JsonNode> json, List<Charge> charges, List<Setback> setbacks)
            implements Outcome {}

    /** The model, or a filter of its provider, does not want to answer this. Another model is not asked. */
    record Refused(String model, String text, List<Charge> charges, List<Setback> setbacks) implements Outcome {}

    /** Half an answer: it was longer than the question allowed, or than the model can. */
    record CutOff(String model, String text, List<Charge> charges, List<Setback> setbacks) implements Outcome {}

    /** The answer did not fit its schema, nor did its repair. */
    record Malformed(String model, String text, List<String> complaints, List<Charge> charges, List<Setback> setbacks)
            implements Outcome {}

    /** The provider will not have the request, or not from us: asking another model would only hide it. */
    record Rejected(String model, Why why, String reason, List<Charge> charges, List<Setback> setbacks)
            implements Outcome {
        public enum Why {
            INVALID_REQUEST,
            AUTHENTICATION
        }
    }

    /** The meter would not pay for another request. */
    record Unpaid(String model, String reason, List<Charge> charges, List<Setback> setbacks) implements Outcome {}

    /** No model answered; the setbacks say why. A person has to decide. */
    record Exhausted(List<Charge> charges, List<Setback> setbacks) implements Outcome {}
}

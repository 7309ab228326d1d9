package io.ktrdr.coordinator.research;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final JsonNode TRAINING = Json.parse("{\"accuracy\": 0.05}");

    private static JsonNode of(String design) {
        return Findings.rejectedAfterTraining(Json.parse(design), TRAINING, Findings.trainingGate(TRAINING))
                .asJson();
    }

    @Test
    void the_hypotheses_that_a_design_tests_are_told_to_the_assessor() {
        assertEquals(
                "[\"hyp_1\"]",
                of("{\"designer\": \"d\", \"tests_hypotheses\": [\"hyp_1\"]}")
                        .path("tests_hypotheses")
                        .toString());
    }

    @Test
    void a_design_that_tests_none_says_nothing_of_them() {
        assertFalse(of("{\"designer\": \"d\"}").has("tests_hypotheses"));
    }
}

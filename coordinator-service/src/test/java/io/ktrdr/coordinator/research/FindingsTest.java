package io.ktrdr.coordinator.research;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final JsonNode TRAINING = Json.parse("{\"accuracy\": 0.05}");

    private static JsonNode of(String design) {
        return Findings.trained(Json.object(), Json.parse(design), TRAINING).asJson();
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

    @Test
    void a_gate_that_somebody_bypasses_lets_pass_and_says_who() {
        JsonNode design = Json.parse("{}");
        assertFalse(
                Findings.trained(Json.object(), design, TRAINING).trainingGate().letsPass());
        JsonNode request = Json.parse("{\"gates\": \"strict\", \"bypass\": {\"by\": \"Ada\", \"reason\": \"a test\"}}");
        Findings bypassed = Findings.trained(request, design, TRAINING);
        assertTrue(bypassed.trainingGate().letsPass());
        JsonNode gate = bypassed.asJson().path("gates").path(0);
        assertEquals("strict", gate.path("profile").asText());
        assertFalse(gate.path("passed").asBoolean(true));
        assertEquals("Ada", gate.path("bypass").path("by").asText());
    }

    @Test
    void the_result_has_what_the_assessment_found_out_beside_what_the_workers_did() {
        JsonNode backtest = Json.parse("""
                {"backtest": {"sharpe": 1.5}, "baselines": {"buy_and_hold_return": 0.1, "buy_and_hold_sharpe": 0.4},
                 "statistics": {"inference": {"bars": 400}, "blocks": {"sums": [1]}},
                 "artifacts": {"equity_curve": "e", "trades": "t", "returns": "r", "placebos": "p"}}
                """);
        JsonNode training =
                Json.parse("{\"accuracy\": 0.6, \"majority_accuracy\": 0.5, \"model\": \"m\", \"onnx\": \"o\"}");
        Findings findings = Findings.backtested(Json.object(), Json.parse("{}"), training, backtest);
        JsonNode result = findings.result(Json.parse("""
                {"backtest_gate": {"gate": "backtest", "passed": true}, "deflation": {"trials": 7},
                 "assessment": {"verdict": "neutral"}, "code_version": "9"}
                """));
        assertEquals(2, result.path("gates").size());
        assertEquals("backtest", result.path("gates").path(1).path("gate").asText());
        assertEquals(7, result.path("deflation").path("trials").asInt());
        assertEquals("{\"inference\":{\"bars\":400}}", result.path("statistics").toString());
        assertEquals(
                "{\"buy_and_hold_return\":0.1,\"buy_and_hold_sharpe\":0.4,\"majority_accuracy\":0.5}",
                result.path("baselines").toString());
        assertEquals(
                "{\"model\":\"m\",\"onnx\":\"o\",\"equity_curve\":\"e\",\"trades\":\"t\",\"returns\":\"r\",\"placebos\":\"p\"}",
                result.path("artifacts").toString());
        assertEquals("neutral", result.path("assessment").path("verdict").asText());
    }

    @Test
    void what_there_was_no_backtest_for_is_null() {
        JsonNode result =
                Findings.trained(Json.object(), Json.parse("{}"), TRAINING).result(Json.object());
        for (String field : new String[] {"backtest", "statistics", "assessment"}) {
            assertTrue(result.path(field).isNull(), field);
        }
        assertTrue(result.path("artifacts").path("equity_curve").isNull());
        assertTrue(result.path("baselines").path("buy_and_hold_return").isNull());
    }
}

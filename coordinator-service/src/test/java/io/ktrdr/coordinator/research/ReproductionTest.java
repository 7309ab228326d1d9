package io.ktrdr.coordinator.research;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReproductionTest {
    private static final JsonNode ORIGINAL = Json.parse("""
            {"seed": 7, "designer": "template", "training": {"accuracy": 0.5300000000000001, "history": [{"epoch": 1}, {"epoch": 2}]},
             "backtest": {"sharpe": null, "trades": 3}, "artifacts": {"model": "m", "trades": "t"},
             "gates": [{"passed": true}], "assessment": {"verdict": "poor"}, "code_version": "1.0"}
            """);

    private static Reproduction compared(JsonNode again) {
        return Reproduction.of("op_first", ORIGINAL, again);
    }

    private static List<String> differing(JsonNode again) {
        return compared(again).differences().stream()
                .map(Reproduction.Difference::what)
                .toList();
    }

    @Test
    void the_same_is_identical_whatever_was_thought_of_it() {
        ObjectNode again = ORIGINAL.deepCopy();
        again.remove("assessment");
        again.putArray("gates");
        again.put("designer", "user");
        Reproduction same = compared(again);
        assertTrue(same.identical());
        assertEquals(8, same.compared());
        assertEquals("1.0", same.codeVersionThen());
    }

    @Test
    void the_last_bit_is_a_difference() {
        ObjectNode again = ORIGINAL.deepCopy();
        ((ObjectNode) again.path("training")).put("accuracy", 0.53);
        assertEquals(List.of("training.accuracy"), differing(again));
        assertFalse(compared(again).identical());
    }

    @Test
    void what_is_gone_is_a_difference_and_what_is_new_is_none() {
        ObjectNode again = ORIGINAL.deepCopy();
        ((ObjectNode) again.path("artifacts")).put("onnx", "o").remove("trades");
        assertEquals(List.of("artifacts.trades"), differing(again));
        again.remove("training");
        assertEquals(List.of("training", "artifacts.trades"), differing(again));
    }

    @Test
    void lists_of_another_length_differ_as_wholes_and_others_item_by_item() {
        ObjectNode again = ORIGINAL.deepCopy();
        ((ObjectNode) again.at("/training/history/1")).put("epoch", 3);
        assertEquals(List.of("training.history[1].epoch"), differing(again));
        again.withObject("/training").withArray("history").removeAll();
        assertEquals(List.of("training.history"), differing(again));
    }
}

package io.ktrdr.coordinator.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.alerts.evaluation.AlertBook;
import io.ktrdr.alerts.evaluation.Evaluation;
import io.ktrdr.alerts.rule.AlertRules;
import io.ktrdr.alerts.rule.Signal.Service;
import io.ktrdr.coordinator.models.ModelState;
import io.ktrdr.coordinator.models.ModelState.Circuit;
import io.ktrdr.coordinator.models.ModelState.Used;
import io.ktrdr.coordinator.models.Prices;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ModelSignalsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Prices FREE = new Prices(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    private static ModelState model(Circuit circuit, long requests, OptionalLong perMinute) {
        return new ModelState(
                "opus",
                "anthropic",
                "the-model",
                URI.create("http://127.0.0.1:1"),
                FREE,
                circuit,
                Optional.empty(),
                new Used(requests, perMinute),
                new Used(1_000_000, OptionalLong.empty()),
                OptionalLong.of(200_000),
                Optional.of(new ModelState.Failure(NOON, "answers 529")));
    }

    private static List<String> raised(ModelState model) {
        return Evaluation.of(
                        AlertRules.load(Optional.empty()).of(Service.COORDINATOR),
                        ModelSignals.of(List.of(model)),
                        new AlertBook(Map.of(), Map.of(), NOON))
                .raised()
                .stream()
                .map(Evaluation.Raised::message)
                .toList();
    }

    @Test
    void a_model_that_is_left_alone_is_told_with_its_last_failure_also_while_it_is_tried() {
        List<String> told = List.of("model opus has failed too often and is left alone: answers 529");
        assertEquals(told, raised(model(Circuit.OPEN, 0, OptionalLong.empty())));
        assertEquals(told, raised(model(Circuit.HALF_OPEN, 0, OptionalLong.empty())));
        assertEquals(List.of(), raised(model(Circuit.CLOSED, 0, OptionalLong.empty())));
    }

    @Test
    void what_is_not_limited_cannot_be_used_up() {
        assertEquals(List.of(), raised(model(Circuit.CLOSED, 1_000, OptionalLong.empty())));
        assertEquals(List.of(), raised(model(Circuit.CLOSED, 45, OptionalLong.of(50))));
        assertEquals(
                List.of("92 % of what opus in a minute may be asked is used: 46 of 50 requests in the last 60 seconds"),
                raised(model(Circuit.CLOSED, 46, OptionalLong.of(50))));
    }

    @Test
    void the_context_is_known_where_the_file_says_how_large_it_is() {
        assertEquals(
                List.of(new ModelSignals.Context("opus", 200_000)),
                ModelSignals.contexts(List.of(model(Circuit.CLOSED, 0, OptionalLong.empty()))));
    }
}

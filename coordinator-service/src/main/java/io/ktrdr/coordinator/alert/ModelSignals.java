package io.ktrdr.coordinator.alert;

import io.ktrdr.alerts.evaluation.Reading;
import io.ktrdr.alerts.evaluation.Readings;
import io.ktrdr.alerts.rule.Signal;
import io.ktrdr.coordinator.models.ModelState;
import io.ktrdr.coordinator.models.ModelState.Circuit;
import io.ktrdr.coordinator.models.ModelState.Used;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What rules read of the language models, as this process has seen them. */
final class ModelSignals {
    private ModelSignals() {}

    /** @param tokens that fit into it */
    record Context(String model, long tokens) {}

    static Readings of(List<ModelState> models) {
        return new Readings()
                .read(
                        Signal.MODEL_RATE_USED,
                        models.stream().flatMap(ModelSignals::rates).toList())
                .read(
                        Signal.MODEL_BREAKER_OPEN,
                        models.stream().map(ModelSignals::breaker).toList());
    }

    /** Of those whose file says how large it is. */
    static List<Context> contexts(List<ModelState> models) {
        return models.stream()
                .filter(model -> model.contextWindow().isPresent())
                .map(model -> new Context(model.name(), model.contextWindow().getAsLong()))
                .toList();
    }

    private static Stream<Reading> rates(ModelState model) {
        return Stream.of(
                        rate(model.name() + " in a minute", model.requests(), "requests in the last 60 seconds"),
                        rate(model.name() + " in a day", model.tokens(), "tokens of today (UTC)"))
                .flatMap(Optional::stream);
    }

    private static Optional<Reading> rate(String subject, Used used, String what) {
        return used.limit().isEmpty()
                ? Optional.empty()
                : Optional.of(new Reading(
                        subject,
                        (double) used.used() / used.limit().getAsLong(),
                        used.used() + " of " + used.limit().getAsLong() + " " + what));
    }

    /** Also while it is only tried: well again is what answers. */
    private static Reading breaker(ModelState model) {
        return new Reading(
                model.name(),
                model.circuit() == Circuit.CLOSED ? 0 : 1,
                model.lastFailure().map(ModelState.Failure::reason).orElse("no reason is known"));
    }
}

package io.ktrdr.coordinator.budget;

import io.ktrdr.coordinator.models.Usage;
import java.math.BigDecimal;
import java.util.Optional;

/** What the model that is asked first charges. Provided by whoever knows the models. */
@FunctionalInterface
public interface PriceOfCall {
    /** US dollars; empty when no model is asked at all. */
    Optional<BigDecimal> of(Usage tokens);
}

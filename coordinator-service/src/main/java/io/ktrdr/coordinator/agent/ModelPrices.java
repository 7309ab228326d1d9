package io.ktrdr.coordinator.agent;

import io.ktrdr.coordinator.budget.PriceOfCall;
import io.ktrdr.coordinator.models.ModelChain;
import io.ktrdr.coordinator.models.Usage;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.Optional;

/** What the first model of the file charges. */
@Singleton
final class ModelPrices implements PriceOfCall {
    private final ModelChain chain;

    ModelPrices(ModelChain chain) {
        this.chain = chain;
    }

    @Override
    public Optional<BigDecimal> of(Usage usage) {
        return chain.states().stream().findFirst().map(model -> model.prices().cost(usage));
    }
}

package io.ktrdr.coordinator.agent;

import io.ktrdr.coordinator.budget.PriceOfCall;
import io.ktrdr.coordinator.budget.Tokens;
import io.ktrdr.coordinator.models.ModelChain;
import io.ktrdr.coordinator.models.Prices;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.Optional;

/** What the first model of the file charges. */
@Singleton
final class ModelPrices implements PriceOfCall {
    private static final int MILLION_DIGITS = 6;

    private final ModelChain chain;

    ModelPrices(ModelChain chain) {
        this.chain = chain;
    }

    @Override
    public Optional<BigDecimal> of(Tokens tokens) {
        return chain.states().stream().findFirst().map(model -> cost(model.prices(), tokens));
    }

    private static BigDecimal cost(Prices prices, Tokens tokens) {
        return prices.input()
                .multiply(BigDecimal.valueOf(tokens.input()))
                .add(prices.output().multiply(BigDecimal.valueOf(tokens.output())))
                .add(prices.cacheRead().multiply(BigDecimal.valueOf(tokens.cacheRead())))
                .add(prices.cacheWrite().multiply(BigDecimal.valueOf(tokens.cacheWrite())))
                .movePointLeft(MILLION_DIGITS);
    }
}

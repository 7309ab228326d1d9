package io.ktrdr.coordinator.budget;

import io.ktrdr.coordinator.models.Usage;
import io.ktrdr.coordinator.stub.StubConfig;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What operations are expected to cost: their price in stub mode; nothing while no model is asked; else what those before
 * them cost, and until there were some, what a call of usual length costs at the first model.
 */
@Singleton
final class Expectation {
    private static final Usage DESIGN = new Usage(8_000, 3_000, 0, 0);
    private static final Usage ASSESSMENT = new Usage(6_000, 1_500, 0, 0);
    private static final Usage GENERAL = new Usage(2_000, 1_000, 0, 0);

    private final StubConfig stub;
    private final PriceOfCall price;

    Expectation(StubConfig stub, PriceOfCall price) {
        this.stub = stub;
        this.price = price;
    }

    /** @param usualDesign what designs cost lately; null when there were none; the others alike */
    ExpectedCost of(
            @Nullable BigDecimal usualDesign, @Nullable BigDecimal usualAssessment, @Nullable BigDecimal usualGeneral) {
        if (stub.enabled()) {
            return new ExpectedCost(stub.cost(), stub.cost(), BigDecimal.ZERO);
        }
        return new ExpectedCost(
                expected(usualDesign, DESIGN), expected(usualAssessment, ASSESSMENT), expected(usualGeneral, GENERAL));
    }

    private BigDecimal expected(@Nullable BigDecimal usual, Usage typical) {
        return price.of(typical).map(first -> usual == null ? first : usual).orElse(BigDecimal.ZERO);
    }
}

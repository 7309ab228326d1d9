package io.ktrdr.coordinator.budget;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Built-in agents ask no model. */
@Singleton
final class WithoutModels {
    @Produces
    @DefaultBean
    @Singleton
    PriceOfCall nothing() {
        return tokens -> Optional.empty();
    }
}

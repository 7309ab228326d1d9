package io.ktrdr.coordinator.budget;

import io.smallrye.config.ConfigMapping;
import java.math.BigDecimal;
import java.util.Optional;

/** {@code ktrdr.budget.*} */
@ConfigMapping(prefix = "ktrdr.budget")
interface BudgetConfig {
    /** US dollars a day (UTC). Unset: unlimited. 0: nothing may be spent. */
    Optional<BigDecimal> dailyLimit();
}

package io.ktrdr.quant.job;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.ktrdr.quant.backtest.BacktestMetrics;
import io.ktrdr.quant.backtest.CostSweep;
import io.ktrdr.quant.backtest.LookAheadCheck;
import io.ktrdr.quant.backtest.TooGood;
import io.ktrdr.quant.statistics.Inference;
import io.ktrdr.quant.statistics.ReturnBlocks;
import org.jspecify.annotations.Nullable;

/**
 * How far a backtest's figures can be trusted.
 *
 * @param window    {@code test} or {@code holdout}
 * @param blocks    of the returns, by which trials are compared later; null for fewer returns than blocks
 * @param knowledge null without a cutoff
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record BacktestStatistics(
        String window,
        Inference inference,
        @Nullable ReturnBlocks blocks,
        CostSweep costs,
        Leaks leaks,
        @Nullable Knowledge knowledge) {

    /** Signs that the strategy knows the future. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Leaks(LookAheadCheck.LookAhead lookAhead, TooGood tooGood) {}

    /**
     * Before and after the designer could have read about it. Bars are on the side of their beginning, trades on that of their
     * end.
     *
     * @param cutoff     the last day known, YYYY-MM-DD in UTC
     * @param barsBefore that began on that day or before
     * @param before     null for no bars
     * @param after      null for no bars
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Knowledge(
            String cutoff,
            int barsBefore,
            int barsAfter,
            @Nullable BacktestMetrics before,
            @Nullable BacktestMetrics after) {}
}

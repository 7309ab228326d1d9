package io.ktrdr.quant.backtest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a backtest, after costs. Shares and returns are plain numbers (0.1 is 10 %). Null: not defined, e.g. the win
 * rate without trades.
 *
 * @param totalReturn      over the window
 * @param annualizedReturn the yearly growth that gives the same
 * @param volatility       standard deviation of returns per year
 * @param sharpe           annualised by the bars that this market makes in a year
 * @param maxDrawdown      0..1
 * @param winRate          share of trades that earned, 0..1
 * @param profitFactor     earned over lost
 * @param exposure         mean over the closes of how much of the equity the position held then was at its last fill; with
 *                         {@code full} sizing the share of bars in the market, 0..1
 * @param trades           closed positions, however often their size was changed
 * @param turnover         sum over all fills of the value traded over the equity then; times the costs of a fill, it is about
 *                         what trading has cost as a log return. Null, and not written, with {@code full} sizing: there it is
 *                         twice the trades
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record BacktestMetrics(
        @Nullable Double totalReturn,
        @Nullable Double annualizedReturn,
        @Nullable Double volatility,
        @Nullable Double sharpe,
        @Nullable Double sortino,
        @Nullable Double calmar,
        @Nullable Double maxDrawdown,
        @Nullable Double winRate,
        @Nullable Double profitFactor,
        @Nullable Double exposure,
        int trades,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double turnover) {}

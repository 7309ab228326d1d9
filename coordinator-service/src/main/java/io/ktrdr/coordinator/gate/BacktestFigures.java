package io.ktrdr.coordinator.gate;

import org.jspecify.annotations.Nullable;

/**
 * What the gate after a backtest goes by. Null where there is no such figure; a check of it is failed then.
 *
 * @param winRate                0..1; null without trades
 * @param maxDrawdown            0..1
 * @param sharpe                 annualised; null where nothing moved
 * @param deflatedSharpe         0..1
 * @param overfittingProbability 0..1
 * @param trades                 closed positions
 * @param returnAtTwiceCost      over the window with twice the strategy's own costs
 * @param lookAheadViolations    sampled points at which the signal depended on what came later
 * @param tooGood                1 when the result is rather a leak than skill, else 0
 * @param barsAfterCutoff        bars that the model which designed the strategy cannot have known; null when nobody knows
 */
public record BacktestFigures(
        @Nullable Double winRate,
        @Nullable Double maxDrawdown,
        @Nullable Double sharpe,
        @Nullable Double deflatedSharpe,
        @Nullable Double overfittingProbability,
        @Nullable Double trades,
        @Nullable Double returnAtTwiceCost,
        @Nullable Double lookAheadViolations,
        @Nullable Double tooGood,
        @Nullable Double barsAfterCutoff) {}

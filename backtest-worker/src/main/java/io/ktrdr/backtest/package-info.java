/** The backtest worker: the backtest job of {@code quant}, run by {@code worker-runtime}. */
@NullMarked
package io.ktrdr.backtest;

import org.jspecify.annotations.NullMarked;

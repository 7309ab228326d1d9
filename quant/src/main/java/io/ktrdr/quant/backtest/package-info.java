/** The backtest engine: next-open fills, costs, equity curve, trades. */
@NullMarked
package io.ktrdr.quant.backtest;

import org.jspecify.annotations.NullMarked;

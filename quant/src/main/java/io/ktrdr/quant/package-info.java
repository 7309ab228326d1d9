/** Market data, strategies, models and backtests: plain Java, the same bits on every machine. */
@NullMarked
package io.ktrdr.quant;

import org.jspecify.annotations.NullMarked;

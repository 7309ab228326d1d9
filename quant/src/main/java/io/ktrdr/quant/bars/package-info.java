/** Bars: timeframe, columns, canonical bytes, CSV import with its quality findings, synthetic series. */
@NullMarked
package io.ktrdr.quant.bars;

import org.jspecify.annotations.NullMarked;

/** Technical indicators, all causal, and the catalogue that describes them. */
@NullMarked
package io.ktrdr.quant.indicators;

import org.jspecify.annotations.NullMarked;

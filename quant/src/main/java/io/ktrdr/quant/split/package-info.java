/** Train, validation and test windows that do not leak into each other. */
@NullMarked
package io.ktrdr.quant.split;

import org.jspecify.annotations.NullMarked;

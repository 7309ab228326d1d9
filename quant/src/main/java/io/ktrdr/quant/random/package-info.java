/** A small random number generator whose state can be stored. */
@NullMarked
package io.ktrdr.quant.random;

import org.jspecify.annotations.NullMarked;

/** A small neural network for "will it rise?", its training and its file. */
@NullMarked
package io.ktrdr.quant.learning;

import org.jspecify.annotations.NullMarked;

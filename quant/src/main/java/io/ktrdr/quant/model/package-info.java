/** A small neural network for "will it rise?", its training and its file. */
@NullMarked
package io.ktrdr.quant.model;

import org.jspecify.annotations.NullMarked;

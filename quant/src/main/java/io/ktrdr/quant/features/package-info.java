/** From bars to the numbers a model sees, and the labels it learns. */
@NullMarked
package io.ktrdr.quant.features;

import org.jspecify.annotations.NullMarked;

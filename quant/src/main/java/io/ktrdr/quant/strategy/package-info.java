/** The strategy specification: YAML, its JSON Schema, its meaning. */
@NullMarked
package io.ktrdr.quant.strategy;

import org.jspecify.annotations.NullMarked;

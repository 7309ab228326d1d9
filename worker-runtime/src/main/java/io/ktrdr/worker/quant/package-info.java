/** Jobs of {@code quant} as this runtime runs them. */
@NullMarked
package io.ktrdr.worker.quant;

import org.jspecify.annotations.NullMarked;

/** The training worker: the training job of {@code quant}, run by {@code worker-runtime}. */
@NullMarked
package io.ktrdr.training;

import org.jspecify.annotations.NullMarked;

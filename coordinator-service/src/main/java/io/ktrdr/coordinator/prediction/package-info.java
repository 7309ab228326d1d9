/** Which datasets and strategies a research will read, told from its brief before it runs. */
@NullMarked
package io.ktrdr.coordinator.prediction;

import org.jspecify.annotations.NullMarked;

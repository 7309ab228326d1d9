/** Researches and tasks that are handed in together, and may depend on each other. */
@NullMarked
package io.ktrdr.coordinator.batch;

import org.jspecify.annotations.NullMarked;

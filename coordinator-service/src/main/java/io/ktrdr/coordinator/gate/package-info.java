/** Pure checks between the phases of a research. */
@NullMarked
package io.ktrdr.coordinator.gate;

import org.jspecify.annotations.NullMarked;

/** The state machine of a research: pure, no I/O, no clock. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator.research;

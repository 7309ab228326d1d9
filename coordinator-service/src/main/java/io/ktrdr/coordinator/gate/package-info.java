/** Checks between phases: is a result good enough to go on with? Pure. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator.gate;

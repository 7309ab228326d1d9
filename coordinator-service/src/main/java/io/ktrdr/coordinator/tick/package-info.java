/** The loop: load, sync, decide, apply, start. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator.tick;

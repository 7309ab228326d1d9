/** What makes the loop run at once instead of at its next interval. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator.wake;

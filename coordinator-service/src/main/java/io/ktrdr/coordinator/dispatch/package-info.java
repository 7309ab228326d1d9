/** Calls to the registry and to the workers. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator.dispatch;

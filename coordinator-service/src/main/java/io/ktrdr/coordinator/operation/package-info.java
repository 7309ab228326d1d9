/** The operation store, and operations as people read and cancel them. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator.operation;

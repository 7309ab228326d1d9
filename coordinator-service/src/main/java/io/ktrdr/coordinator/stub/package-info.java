/** Phases that only take their time: configuration. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator.stub;

/** Which model is asked first. Pure. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator.choice;

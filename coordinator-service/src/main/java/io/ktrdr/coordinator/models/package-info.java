/** Language models: which there are, how they are asked, what is done when they fail, and what they cost. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator.models;

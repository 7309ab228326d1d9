/** The agents that design and assess inside the coordinator. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator.agent;

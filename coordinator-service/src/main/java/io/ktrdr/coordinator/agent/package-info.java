/** The agents inside the coordinator: they design, assess, and do the tasks of the pool. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator.agent;

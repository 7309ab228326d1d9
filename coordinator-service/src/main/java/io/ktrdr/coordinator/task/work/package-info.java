/** What agents do for each type of task. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator.task.work;

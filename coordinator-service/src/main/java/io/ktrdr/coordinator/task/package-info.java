/** Tasks of the pool: how they are handed in and read. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator.task;

/** The coordinator: many researches, one loop. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator;

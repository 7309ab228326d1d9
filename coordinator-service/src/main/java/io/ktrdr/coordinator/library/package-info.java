/** Strategies and what was learned from them: the memory that researches share. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator.library;

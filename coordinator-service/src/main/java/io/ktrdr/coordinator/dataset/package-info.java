/** Datasets: import, catalogue. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator.dataset;

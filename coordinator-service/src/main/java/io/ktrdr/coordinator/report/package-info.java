/** What workers report: progress, checkpoints, results. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator.report;

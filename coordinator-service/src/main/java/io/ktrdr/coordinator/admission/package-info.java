/** Who may start a research: capacity, budget, queue, idempotency. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator.admission;

/** The ledger of what models cost. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator.budget;

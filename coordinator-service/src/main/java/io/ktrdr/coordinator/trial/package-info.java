/** The ledger of trials, and what results are worth for it. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator.trial;

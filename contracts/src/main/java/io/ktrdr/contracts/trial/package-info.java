/** The ledger of trials: everything that was ever tried, and what its results are worth for that. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.contracts.trial;

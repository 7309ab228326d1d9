/** Bars, imported and checked. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.contracts.dataset;

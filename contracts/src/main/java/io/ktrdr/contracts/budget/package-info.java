/** What models cost. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.contracts.budget;

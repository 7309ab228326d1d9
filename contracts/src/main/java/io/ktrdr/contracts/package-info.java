/** What every message shares: JSON names, limits, hashing. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.contracts;

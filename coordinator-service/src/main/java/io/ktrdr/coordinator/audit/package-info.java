/** Looks for what does not add up: in the database, and between it and the registry. Changes nothing. */
@NullMarked
package io.ktrdr.coordinator.audit;

import org.jspecify.annotations.NullMarked;

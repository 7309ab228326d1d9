/** The built-in assessor: from figures to a verdict, by rules. */
@NullMarked
package io.ktrdr.coordinator.assess;

import org.jspecify.annotations.NullMarked;

/** The built-in designer: from a brief to a strategy, by templates. */
@NullMarked
package io.ktrdr.coordinator.design;

import org.jspecify.annotations.NullMarked;

/** What the two workers run: from a spec in JSON to a result and its artifacts. */
@NullMarked
package io.ktrdr.quant.job;

import org.jspecify.annotations.NullMarked;

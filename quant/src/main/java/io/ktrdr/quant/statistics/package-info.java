/** Performance figures as pure functions. */
@NullMarked
package io.ktrdr.quant.statistics;

import org.jspecify.annotations.NullMarked;

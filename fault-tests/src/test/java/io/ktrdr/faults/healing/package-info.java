/** Workers are hurt in many ways, and have to come back by themselves. */
@NullMarked
package io.ktrdr.faults.healing;

import org.jspecify.annotations.NullMarked;

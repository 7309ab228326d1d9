/** Storms over real processes: nothing is lost, nothing is done twice. */
@NullMarked
package io.ktrdr.faults;

import org.jspecify.annotations.NullMarked;

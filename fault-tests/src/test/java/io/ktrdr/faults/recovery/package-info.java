/** How long it takes until everything goes on after one process has died. */
@NullMarked
package io.ktrdr.faults.recovery;

import org.jspecify.annotations.NullMarked;

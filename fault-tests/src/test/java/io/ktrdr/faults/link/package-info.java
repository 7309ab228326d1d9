/** A connection between two processes that can be slowed, cut, and made to lose answers. */
@NullMarked
package io.ktrdr.faults.link;

import org.jspecify.annotations.NullMarked;

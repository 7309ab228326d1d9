/** What goes wrong and when: drawn from a seed, then done. */
@NullMarked
package io.ktrdr.faults.storm;

import org.jspecify.annotations.NullMarked;

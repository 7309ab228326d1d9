/** What is found afterwards, and whether it may be so. */
@NullMarked
package io.ktrdr.faults.inquest;

import org.jspecify.annotations.NullMarked;

/** Locks on resources: who has them, who waits, how they are named on the command line. */
@NullMarked
package io.ktrdr.cli.locks;

import org.jspecify.annotations.NullMarked;

/** The pool of agents as a whole. */
@NullMarked
package io.ktrdr.cli.pool;

import org.jspecify.annotations.NullMarked;

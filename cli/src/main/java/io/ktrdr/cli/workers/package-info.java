/** The pool of workers. */
@NullMarked
package io.ktrdr.cli.workers;

import org.jspecify.annotations.NullMarked;

/** Start and end of the worker process. */
@NullMarked
package io.ktrdr.worker.process;

import org.jspecify.annotations.NullMarked;

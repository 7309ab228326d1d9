/** What a worker can tell of its own process and of its jobs. */
@NullMarked
package io.ktrdr.worker.measure;

import org.jspecify.annotations.NullMarked;

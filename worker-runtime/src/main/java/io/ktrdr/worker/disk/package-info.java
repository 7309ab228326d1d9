/** The worker's home folder: lock, mark, journal; every write is durable before it counts. */
@NullMarked
package io.ktrdr.worker.disk;

import org.jspecify.annotations.NullMarked;

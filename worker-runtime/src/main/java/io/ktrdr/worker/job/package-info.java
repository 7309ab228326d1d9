/** The one job a worker runs at a time: start, show, cancel, drain. */
@NullMarked
package io.ktrdr.worker.job;

import org.jspecify.annotations.NullMarked;

/** Everything a worker tells the coordinator: progress, checkpoints, and results that survive a restart. */
@NullMarked
package io.ktrdr.worker.report;

import org.jspecify.annotations.NullMarked;

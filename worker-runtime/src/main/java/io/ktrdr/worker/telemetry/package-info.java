/** What a worker tells about itself: metrics. Their names and meanings are in docs/metrics.md. */
@NullMarked
package io.ktrdr.worker.telemetry;

import org.jspecify.annotations.NullMarked;

/** What the registry tells about itself: metrics. Their names and meanings are in docs/metrics.md. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.registry.telemetry;

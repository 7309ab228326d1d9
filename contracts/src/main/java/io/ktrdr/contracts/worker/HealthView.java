package io.ktrdr.contracts.worker;

import io.ktrdr.contracts.Wire;
import org.jspecify.annotations.Nullable;

/**
 * How well a worker is, each 0..1; null is unknown, which is neither good nor bad.
 *
 * @param score              the weighted mean of those that are known; 1 is best
 * @param liveness           1 while it is heard in time, 0 from its lease on
 * @param activity           1 while its job gets further, 0 when it has stood still for too long
 * @param errorRate          the share of its last attempts that failed by its fault; 0 is best
 * @param resourceEfficiency the scarcest of memory, disk, file descriptors and processor: 1 is plenty, 0 is none left
 * @param velocity           the running job's speed of late as a share of that job's usual speed
 */
@Wire
public record HealthView(
        @Nullable Double score,
        @Nullable Double liveness,
        @Nullable Double activity,
        @Nullable Double errorRate,
        @Nullable Double resourceEfficiency,
        @Nullable Double velocity) {
    // what each known part weighs in the score; errors weigh by what is missing to 1
    public static final double LIVENESS_WEIGHT = 0.30;
    public static final double ACTIVITY_WEIGHT = 0.25;
    public static final double ERRORS_WEIGHT = 0.20;
    public static final double RESOURCES_WEIGHT = 0.15;
    public static final double VELOCITY_WEIGHT = 0.10;

    public static final HealthView UNKNOWN = new HealthView(null, null, null, null, null, null);
}

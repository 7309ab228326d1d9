package io.ktrdr.registry.health;

import io.ktrdr.contracts.worker.HealthView;
import io.ktrdr.contracts.worker.WorkerMeasurements;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A worker's health as numbers: 0.30 liveness + 0.25 activity + 0.20 (1 - error rate) + 0.15 resource efficiency + 0.10 velocity,
 * over the parts that are known. A part that is unknown takes its weight with it: it makes nobody better or worse.
 */
public final class Health {
    /** A job may pause for that long, as while it writes its result. */
    private static final Duration ACTIVE = Duration.ofSeconds(15);

    /** Memory and file descriptors: up to this share there is plenty. */
    private static final double PLENTY = 0.7;

    /** Of the disk: from that many bytes free on there is plenty. A checkpoint and a result need a few megabytes. */
    private static final double PLENTY_OF_DISK = 1L << 30;

    private Health() {}

    public static HealthView of(Vitals vitals, HealthRules rules) {
        Double liveness = liveness(vitals.silence(), rules);
        Double activity = activity(vitals.progressAge(), rules);
        Double errorRate = vitals.record().errorRate();
        Double resources = resources(vitals.measurements());
        Double velocity = vitals.velocity();
        return new HealthView(
                score(liveness, activity, errorRate, resources, velocity),
                liveness,
                activity,
                errorRate,
                resources,
                velocity);
    }

    /** Null when nothing is known. */
    static @Nullable Double score(
            @Nullable Double liveness,
            @Nullable Double activity,
            @Nullable Double errorRate,
            @Nullable Double resources,
            @Nullable Double velocity) {
        Weighing sum = new Weighing();
        sum.add(HealthView.LIVENESS_WEIGHT, liveness);
        sum.add(HealthView.ACTIVITY_WEIGHT, activity);
        sum.add(HealthView.ERRORS_WEIGHT, errorRate == null ? null : (Double) (1 - errorRate));
        sum.add(HealthView.RESOURCES_WEIGHT, resources);
        sum.add(HealthView.VELOCITY_WEIGHT, velocity);
        return sum.mean();
    }

    private static final class Weighing {
        private double sum;
        private double weights;

        void add(double weight, @Nullable Double value) {
            if (value != null) {
                sum += weight * value;
                weights += weight;
            }
        }

        @Nullable
        Double mean() {
            return weights == 0 ? null : (Double) Math.clamp(sum / weights, 0, 1);
        }
    }

    /** One heartbeat may come late by half an interval. */
    private static @Nullable Double liveness(@Nullable Duration silence, HealthRules rules) {
        return falling(silence, rules.heartbeat().multipliedBy(3).dividedBy(2), rules.lease());
    }

    private static @Nullable Double activity(@Nullable Duration progressAge, HealthRules rules) {
        Duration good = ACTIVE.compareTo(rules.standstill()) < 0 ? ACTIVE : Duration.ZERO;
        return falling(progressAge, good, rules.standstill());
    }

    /** The scarcest decides: a worker with an empty disk is not helped by free memory. */
    private static @Nullable Double resources(@Nullable WorkerMeasurements measured) {
        if (measured == null) {
            return null;
        }
        Double disk = measured.diskFreeBytes() == null
                ? null
                : (Double) Math.clamp(measured.diskFreeBytes() / PLENTY_OF_DISK, 0, 1);
        Double processor =
                measured.cpuThrottled() == null ? null : (Double) Math.clamp(1 - measured.cpuThrottled(), 0, 1);
        return Stream.of(
                        room(Vitals.share(measured.memoryBytes(), measured.memoryLimitBytes())),
                        room(Vitals.share(measured.openFiles(), measured.openFilesLimit())),
                        disk,
                        processor)
                .filter(Objects::nonNull)
                .min(Double::compare)
                .orElse(null);
    }

    /** 1 up to where there is plenty, 0 when all of it is used. */
    private static @Nullable Double room(@Nullable Double used) {
        return used == null ? null : (Double) Math.clamp((1 - used) / (1 - PLENTY), 0, 1);
    }

    /** 1 up to {@code good}, 0 from {@code bad} on, straight between. */
    private static @Nullable Double falling(@Nullable Duration value, Duration good, Duration bad) {
        if (value == null) {
            return null;
        }
        double span = Math.max(1, bad.toMillis() - good.toMillis());
        return Math.clamp((bad.toMillis() - value.toMillis()) / span, 0, 1);
    }
}

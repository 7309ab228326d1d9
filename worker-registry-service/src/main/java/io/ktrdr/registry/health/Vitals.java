package io.ktrdr.registry.health;

import io.ktrdr.contracts.worker.WorkerMeasurements;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a worker at one moment.
 *
 * @param silence      since it was last heard; null when that cannot be told, because the registry itself could not hear
 * @param incarnation  the process that was heard last
 * @param working      it said that it runs a job which is not merely being handed in
 * @param measurements what it said last; null for nothing
 * @param record       how its attempts ended
 */
public record Vitals(
        @Nullable Duration silence,
        String incarnation,
        boolean working,
        @Nullable WorkerMeasurements measurements,
        WorkerRecord record) {

    boolean isHeard(HealthRules rules) {
        return silence != null && silence.compareTo(rules.lease()) <= 0;
    }

    /** Null without a job, and when the worker cannot tell. */
    @Nullable
    Duration progressAge() {
        Long age = working && measurements != null ? measurements.progressAgeMs() : null;
        return age == null ? null : Duration.ofMillis(age);
    }

    /** The job's speed of late as a share of its usual one, not above 1; null when either is not known. */
    @Nullable
    Double velocity() {
        if (!working || measurements == null) {
            return null;
        }
        Double now = measurements.stepsPerSecond();
        Double usual = measurements.usualStepsPerSecond();
        return now == null || usual == null || usual <= 0 ? null : (Double) Math.clamp(now / usual, 0, 1);
    }

    /** It gets further, but far too slowly. */
    boolean crawls() {
        Double velocity = velocity();
        return velocity != null && velocity > 0 && velocity < HealthRules.SLOW;
    }

    /** The used share of its memory; null when not known. */
    public @Nullable Double memoryUsed() {
        return measurements == null ? null : share(measurements.memoryBytes(), measurements.memoryLimitBytes());
    }

    static @Nullable Double share(@Nullable Long part, @Nullable Long whole) {
        return part == null || whole == null || whole <= 0 ? null : (Double) ((double) part / whole);
    }
}

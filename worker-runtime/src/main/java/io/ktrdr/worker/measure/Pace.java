package io.ktrdr.worker.measure;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How fast a job gets on: over the last half minute or, where steps are long, the last few of them. Time is nanoseconds of
 * one monotonic clock. What passes before the first step, such as fetching data, does not count.
 */
final class Pace {
    private static final long WINDOW = Duration.ofSeconds(30).toNanos();
    private static final long BETWEEN_POINTS = Duration.ofSeconds(1).toNanos();
    private static final long BETWEEN_SAMPLES = Duration.ofSeconds(5).toNanos();
    private static final double NANOS = 1e9;
    /** So many points are kept, however old: a step that takes minutes is no standstill. */
    private static final int MOST_TELLING = 6;

    private static final int LEAST_TELLING = 3;
    private static final int MOST_SAMPLES = 1_024;

    private record Point(long nanos, long step) {}

    private final Deque<Point> points = new ArrayDeque<>();
    private final List<Double> samples = new ArrayList<>();
    private long betweenSamples = BETWEEN_SAMPLES;
    private long lastSample;
    private long step;

    /** False when it is no further than before. */
    boolean reached(long now, long newStep) {
        Point last = points.peekLast();
        if (last != null && newStep <= step) {
            return false;
        }
        step = newStep;
        if (last == null || now - last.nanos() >= BETWEEN_POINTS) {
            points.addLast(new Point(now, newStep));
            forget(now);
        }
        return true;
    }

    /** Steps per second of late; null until it can be told. */
    @Nullable
    Double ofLate(long now) {
        forget(now);
        Point from = points.peekFirst();
        if (from == null || points.size() < LEAST_TELLING || now - from.nanos() <= 0) {
            return null;
        }
        double speed = (step - from.step()) * NANOS / (now - from.nanos());
        if (samples.isEmpty() || now - lastSample >= betweenSamples) {
            sample(now, speed);
        }
        return speed;
    }

    /** The median of what {@link #ofLate} has said since the job began; null when it has said nothing. */
    @Nullable
    Double usual() {
        if (samples.isEmpty()) {
            return null;
        }
        List<Double> sorted = samples.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Of all that is kept. */
    int size() {
        return points.size() + samples.size();
    }

    /** The first point stays the last one that is older than the window. */
    private void forget(long now) {
        while (points.size() > MOST_TELLING && isSecondOld(now)) {
            points.removeFirst();
        }
    }

    private boolean isSecondOld(long now) {
        return points.stream()
                .skip(1)
                .findFirst()
                .filter(second -> now - second.nanos() >= WINDOW)
                .isPresent();
    }

    /** A job of days keeps as many as one of an hour, further apart. */
    private void sample(long now, double speed) {
        if (samples.size() == MOST_SAMPLES) {
            for (int i = 0; i < MOST_SAMPLES / 2; i++) {
                samples.set(i, samples.get(2 * i));
            }
            samples.subList(MOST_SAMPLES / 2, MOST_SAMPLES).clear();
            betweenSamples *= 2;
        }
        samples.add(speed);
        lastSample = now;
    }
}

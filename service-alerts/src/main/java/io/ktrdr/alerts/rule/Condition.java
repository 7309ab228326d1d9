package io.ktrdr.alerts.rule;

import org.jspecify.annotations.Nullable;

/**
 * When a value is too much, or too little, and when it is not any more. Between the two nothing changes: what was raised stays
 * raised, what was not is not.
 */
public sealed interface Condition {
    double threshold();

    boolean isMetBy(double value);

    /** Of one that was met: may be later than when it would not be met for the first time. */
    boolean isOverAt(double value);

    /** @param resolveBelow null: as soon as it is not met */
    record Above(double threshold, @Nullable Double resolveBelow) implements Condition {
        @Override
        public boolean isMetBy(double value) {
            return value > threshold;
        }

        @Override
        public boolean isOverAt(double value) {
            return resolveBelow == null ? !isMetBy(value) : value < resolveBelow;
        }
    }

    /** @param resolveBelow null: as soon as it is not met */
    record AtLeast(double threshold, @Nullable Double resolveBelow) implements Condition {
        @Override
        public boolean isMetBy(double value) {
            return value >= threshold;
        }

        @Override
        public boolean isOverAt(double value) {
            return resolveBelow == null ? !isMetBy(value) : value < resolveBelow;
        }
    }

    /** @param resolveAbove null: as soon as it is not met */
    record Below(double threshold, @Nullable Double resolveAbove) implements Condition {
        @Override
        public boolean isMetBy(double value) {
            return value < threshold;
        }

        @Override
        public boolean isOverAt(double value) {
            return resolveAbove == null ? !isMetBy(value) : value > resolveAbove;
        }
    }
}

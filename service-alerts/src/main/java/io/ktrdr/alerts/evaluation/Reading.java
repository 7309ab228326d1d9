package io.ktrdr.alerts.evaluation;

/**
 * What a signal is at, for one subject.
 *
 * @param subject whom it is about, e.g. a worker's id
 * @param value   in the signal's unit
 * @param detail  what is known beyond the number, for messages; may be empty
 */
public record Reading(String subject, double value, String detail) {
    public Reading {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(subject + " has a value that is no number: " + value);
        }
    }

    public static Reading of(String subject, double value) {
        return new Reading(subject, value, "");
    }

    /** That something is so. */
    public static Reading that(String subject, String detail) {
        return new Reading(subject, 1, detail);
    }
}

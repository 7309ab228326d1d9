package io.ktrdr.faults.inquest;

/** Something that must not be. */
public record Finding(String rule, String detail) {
    @Override
    public String toString() {
        return rule + ": " + detail;
    }
}

package io.ktrdr.coordinator.models;

/** A key. It is given to its provider and to nobody else: printed, it says nothing. */
final class Secret {
    private final String value;

    Secret(String value) {
        this.value = value;
    }

    String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}

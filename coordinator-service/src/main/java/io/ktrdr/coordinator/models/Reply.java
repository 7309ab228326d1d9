package io.ktrdr.coordinator.models;

/** What a provider answered. */
record Reply(String text, Ending ending, Usage usage) {
    enum Ending {
        COMPLETE,
        CUT_OFF,
        REFUSED
    }
}

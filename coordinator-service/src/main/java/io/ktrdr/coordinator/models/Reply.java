package io.ktrdr.coordinator.models;

import org.jspecify.annotations.Nullable;

/**
 * What a provider answered.
 *
 * @param usage null when it did not count
 */
record Reply(String text, Ending ending, @Nullable Usage usage) {
    enum Ending {
        COMPLETE,
        CUT_OFF,
        REFUSED
    }
}

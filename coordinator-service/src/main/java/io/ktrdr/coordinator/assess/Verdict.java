package io.ktrdr.coordinator.assess;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What to think of a strategy. */
public enum Verdict {
    /** Worth further work; not a proof of anything. */
    PROMISING,
    NEUTRAL,
    POOR;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

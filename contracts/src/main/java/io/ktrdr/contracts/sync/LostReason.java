package io.ktrdr.contracts.sync;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ktrdr.contracts.WireName;

/** Why a reservation no longer stands. */
public enum LostReason {
    /** The worker has not been heard for longer than its lease. */
    SILENT,
    /** The worker came back as a new process without the job. */
    RESTARTED,
    /** The worker has accepted a newer token. */
    SUPERSEDED;

    /** A reason that this release does not know weighs as little as the weakest: alone it fails nothing. */
    @JsonCreator
    public static LostReason of(String name) {
        return WireName.parse(LostReason.class, name, SILENT);
    }

    @JsonValue
    public String wireName() {
        return WireName.of(this);
    }
}

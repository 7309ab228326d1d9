package io.ktrdr.coordinator.gate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ktrdr.contracts.WireName;
import java.util.Optional;
import java.util.stream.Stream;

/** How much a result has to prove. */
public enum GateProfile {
    /** Only stops what is plainly broken: it lets a coin pass, and means to. */
    LENIENT,
    /** Only lets pass what is unlikely to be luck, a leak, or eaten by costs. */
    STRICT;

    @JsonCreator
    public static GateProfile of(String name) {
        return WireName.parse(GateProfile.class, name);
    }

    public static Optional<GateProfile> find(String name) {
        return Stream.of(values())
                .filter(profile -> profile.wireName().equals(name))
                .findFirst();
    }

    @JsonValue
    public String wireName() {
        return WireName.of(this);
    }
}

package io.ktrdr.contracts.lock;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ktrdr.contracts.WireName;
import java.util.Arrays;
import java.util.Optional;

/** Readers share; a writer is alone. */
public enum LockMode {
    READ,
    WRITE;

    /** Empty for a text that is none. */
    public static Optional<LockMode> find(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode.wireName().equals(name))
                .findFirst();
    }

    @JsonCreator
    public static LockMode of(String name) {
        return WireName.parse(LockMode.class, name);
    }

    @JsonValue
    public String wireName() {
        return WireName.of(this);
    }
}

package io.ktrdr.contracts.memory;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ktrdr.contracts.WireName;

/** What the memory consists of. */
public enum MemoryKind {
    /** What one research tried, and what came of it. */
    EXPERIMENT,
    /** Something that was supposed, and may have been tested since. */
    HYPOTHESIS;

    @JsonCreator
    public static MemoryKind of(String name) {
        return WireName.parse(MemoryKind.class, name);
    }

    @JsonValue
    public String wireName() {
        return WireName.of(this);
    }
}

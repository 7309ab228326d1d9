package io.ktrdr.contracts.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ktrdr.contracts.WireName;
import java.util.Arrays;
import java.util.Optional;

/** What becomes of an operation when one that it depends on ends without being completed. */
public enum DependencyFailurePolicy {
    /** It fails. */
    FAIL,
    /** It is cancelled, with the code {@code dependency_failed}. */
    SKIP,
    /** It runs once all of them have ended, however they did. */
    RUN;

    /** Empty for a text that is none. */
    public static Optional<DependencyFailurePolicy> find(String name) {
        return Arrays.stream(values())
                .filter(policy -> policy.wireName().equals(name))
                .findFirst();
    }

    @JsonCreator
    public static DependencyFailurePolicy of(String name) {
        return WireName.parse(DependencyFailurePolicy.class, name);
    }

    @JsonValue
    public String wireName() {
        return WireName.of(this);
    }
}

package io.ktrdr.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ktrdr.contracts.WireName;

/** Who is to blame for a failed attempt, and so whether there is another. */
public enum FailureClass {
    /** Deterministic, e.g. a bad spec: no retry, the worker is not blamed. */
    JOB,
    /** The worker: counts toward three attempts, that worker is avoided. */
    WORKER,
    /** Drained, orphaned, fenced, start refused: next attempt, not counted, at most ten. */
    INTERRUPTED,
    /**
     * Something that it needs is taken: next attempt once that is free, as often as it takes. Said by agents, and by workers of a
     * job that they were asked to hand back.
     */
    DEFERRED,
    /** Nobody can go on without a person: no attempt until one has decided. Said by agents only. */
    ATTENTION;

    /** A class that this release does not know counts: there is another attempt, but not without end. */
    @JsonCreator
    public static FailureClass of(String name) {
        return WireName.parse(FailureClass.class, name, WORKER);
    }

    @JsonValue
    public String wireName() {
        return WireName.of(this);
    }
}

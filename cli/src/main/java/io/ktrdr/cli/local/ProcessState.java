package io.ktrdr.cli.local;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ktrdr.contracts.WireName;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What the supervisor knows of a process. */
@RegisterForReflection
enum ProcessState {
    /** Started, has not yet said that it is ready. */
    STARTING,
    RUNNING,
    /** Ended by itself; started again after a pause. */
    RESTARTING,
    /** Told to end because it does not answer; killed when it stays, and started again. */
    TERMINATING,
    STOPPING,
    STOPPED;

    @JsonCreator
    static ProcessState of(String name) {
        return WireName.parse(ProcessState.class, name);
    }

    @JsonValue
    String wireName() {
        return WireName.of(this);
    }
}

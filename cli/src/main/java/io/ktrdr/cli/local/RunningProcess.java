package io.ktrdr.cli.local;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.ktrdr.contracts.Wire;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A process of local mode as it is written down, so that another supervisor can find it.
 *
 * @param birth   see {@link ProcessBirth}
 * @param port    that it listens on; 0 for none
 */
@Wire
@RegisterForReflection
record RunningProcess(String name, long pid, String birth, int port, ProcessState state) {
    /** False when it has ended, also when another process has got its number since. */
    @JsonIgnore
    boolean isAlive() {
        return pid > 0 && ProcessBirth.of(pid).map(birth::equals).orElse(false);
    }

    RunningProcess in(ProcessState next) {
        return new RunningProcess(name, pid, birth, port, next);
    }
}

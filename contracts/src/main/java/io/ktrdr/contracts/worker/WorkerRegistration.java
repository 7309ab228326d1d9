package io.ktrdr.contracts.worker;

import io.ktrdr.contracts.Wire;
import org.jspecify.annotations.Nullable;

/**
 * A worker's first word after boot, and again whenever the registry does not know it.
 *
 * @param workerId    stable across restarts, {@code [A-Za-z0-9._-]{1,64}}
 * @param incarnation a new id at each boot; the newest registration wins
 * @param url         where the coordinator reaches it, e.g. {@code http://127.0.0.1:8090}
 * @param mark        the highest token it ever accepted, 0 for none
 * @param job         what it is running, null for nothing
 * @param version     its release
 */
@Wire
public record WorkerRegistration(
        String workerId,
        WorkerType workerType,
        String incarnation,
        String url,
        long mark,
        @Nullable RunningJob job,
        String version) {}

package io.ktrdr.contracts.sync;

import io.ktrdr.contracts.PerWorkerType;
import io.ktrdr.contracts.Wire;
import java.util.List;

/**
 * What the registry makes of a {@link SyncRequest}.
 *
 * @param granted reservations for wanted claims, new ones and repeated ones alike
 * @param lost    held claims whose worker is silent, came back without the job, or has a newer token
 * @param strays  jobs that workers run and nobody holds: to be cancelled
 */
@Wire
public record SyncResponse(List<Granted> granted, List<Lost> lost, List<Stray> strays, PerWorkerType<PoolSize> pool) {

    /** @param avoidIgnored there was no other worker than those to avoid */
    @Wire
    public record Granted(
            String claim, String workerId, String incarnation, String url, long token, boolean avoidIgnored) {}

    /** @param silentMs milliseconds since the worker was heard, judged by the registry's database clock */
    @Wire
    public record Lost(String claim, long token, LostReason reason, long silentMs) {}

    @Wire
    public record Stray(String workerId, String incarnation, String url, String claim, long token) {}

    /**
     * @param total workers known, lost ones of the last five minutes included, drained ones not
     * @param busy  workers reserved
     */
    @Wire
    public record PoolSize(int total, int busy) {}
}

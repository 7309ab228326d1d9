package io.ktrdr.contracts.research;

import io.ktrdr.contracts.PerWorkerType;
import io.ktrdr.contracts.Wire;
import io.ktrdr.contracts.operation.ResearchPhase;
import io.ktrdr.contracts.sync.SyncResponse.PoolSize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is going on, at a glance.
 *
 * @param activeResearches those that stand still until a person decides included, which do not count for the capacity
 */
@Wire
public record AgentStatus(
        List<ActiveResearch> activeResearches, PerWorkerType<PoolSize> workers, Budget budget, Capacity capacity) {

    /**
     * @param durationSeconds in this phase
     * @param ageSeconds      since it was triggered
     * @param needsAttention  it stands still until a person decides; the waiting reason says on what
     */
    @Wire
    public record ActiveResearch(
            String operationId,
            ResearchPhase phase,
            @Nullable String strategyName,
            double durationSeconds,
            double ageSeconds,
            @Nullable String childOperationId,
            @Nullable String waitingReason,
            boolean needsAttention) {}

    /**
     * US dollars, today (UTC).
     *
     * @param remaining  not spent yet; null for unlimited
     * @param dailyLimit null for unlimited
     * @param committed  that researches under way and in line are expected to spend of it
     */
    @Wire
    public record Budget(
            @Nullable Double remaining, @Nullable Double dailyLimit, double committed) {}

    /** @param queued waiting in line to become active */
    @Wire
    public record Capacity(int active, int limit, int queued) {}
}

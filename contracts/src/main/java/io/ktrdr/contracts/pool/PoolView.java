package io.ktrdr.contracts.pool;

import io.ktrdr.contracts.Wire;
import java.util.List;

/**
 * The pool of agents at a glance.
 *
 * @param size         agents there are to be
 * @param maxSize      agents there may be
 * @param idle         agents without an attempt that are not degraded
 * @param busy         agents at an attempt, degraded and leaving ones included
 * @param degraded     agents that are cooling down
 * @param pendingTasks that no agent has begun yet
 * @param taskPlaces   how many of these there may be
 */
@Wire
public record PoolView(
        int size,
        int maxSize,
        int idle,
        int busy,
        int degraded,
        int pendingTasks,
        int taskPlaces,
        List<ServiceView> services) {}

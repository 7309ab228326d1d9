package io.ktrdr.contracts.research;

import io.ktrdr.contracts.UserInput;
import io.ktrdr.contracts.Wire;
import io.ktrdr.contracts.lock.LockRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Start a research, from a brief or from a strategy of one's own.
 *
 * @param brief       what to explore, at most 16 KiB
 * @param strategy    a strategy document (YAML), or the name of one that is known
 * @param dataset     {@code SYMBOL/TIMEFRAME} or a dataset's hash; default the newest dataset
 * @param priority    P0, P1 (default) or P2
 * @param force       override capacity and budget; recorded with {@code requestedBy}
 * @param queue       at capacity, wait in line instead of being refused
 * @param seed        makes the research repeatable; drawn when absent
 * @param requestedBy who asks
 * @param dependsOn   operations that have to be completed before it starts
 * @param onDependencyFailure {@code fail} (default), {@code skip} or {@code run}: what becomes of it when one of them is not
 * @param locks       what it has to itself, or shares with other readers, from its start to its end; default what its brief is
 *                    expected to touch; none when empty
 * @param gates       {@code strict} or {@code lenient}: what its results have to reach; default as configured
 * @param bypassGates why it goes on although a gate stops it; recorded with {@code requestedBy}, which is required then
 */
@Wire
@UserInput
public record TriggerRequest(
        @Nullable String brief,
        @Nullable String strategy,
        @Nullable String dataset,
        @Nullable String priority,
        @Nullable Boolean force,
        @Nullable Boolean queue,
        @Nullable Long seed,
        @Nullable String requestedBy,
        @Nullable List<String> dependsOn,
        @Nullable String onDependencyFailure,
        @Nullable List<LockRequest> locks,
        @Nullable String gates,
        @Nullable String bypassGates) {}

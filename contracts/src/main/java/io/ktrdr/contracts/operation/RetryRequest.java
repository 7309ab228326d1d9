package io.ktrdr.contracts.operation;

import io.ktrdr.contracts.UserInput;
import io.ktrdr.contracts.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Do a research that is over once more, as a new one: the same brief or strategy, dataset, seed and priority.
 *
 * @param fromPhase   {@code training}, {@code backtesting} or {@code assessing}: the results of the phases before are taken
 *                    over; {@code designing} (default): everything is done again
 * @param force       override capacity and budget; recorded with {@code requestedBy}
 * @param queue       at capacity, wait in line instead of being refused
 * @param requestedBy who asks
 */
@Wire
@UserInput
public record RetryRequest(
        @Nullable String fromPhase,
        @Nullable Boolean force,
        @Nullable Boolean queue,
        @Nullable String requestedBy) {}

package io.ktrdr.contracts.research;

import io.ktrdr.contracts.UserInput;
import io.ktrdr.contracts.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Look at the held out data.
 *
 * @param reason      why now, at most 1,000 characters; required
 * @param requestedBy who looks; required
 * @param force       override capacity; recorded with {@code requestedBy}
 * @param queue       at capacity, wait in line instead of being refused
 */
@Wire
@UserInput
public record HoldoutRequest(
        @Nullable String reason,
        @Nullable String requestedBy,
        @Nullable Boolean force,
        @Nullable Boolean queue) {}

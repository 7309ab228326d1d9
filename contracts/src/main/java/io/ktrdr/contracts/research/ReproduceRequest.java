package io.ktrdr.contracts.research;

import io.ktrdr.contracts.UserInput;
import io.ktrdr.contracts.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Run a research again, to see whether the same comes out.
 *
 * @param force       override capacity; recorded with {@code requestedBy}
 * @param queue       at capacity, wait in line instead of being refused
 * @param requestedBy who asks
 */
@Wire
@UserInput
public record ReproduceRequest(
        @Nullable Boolean force,
        @Nullable Boolean queue,
        @Nullable String requestedBy) {}

package io.ktrdr.contracts.pool;

import io.ktrdr.contracts.UserInput;
import io.ktrdr.contracts.Wire;
import org.jspecify.annotations.Nullable;

/** @param size agents, 1..16 */
@Wire
@UserInput
public record PoolSizeRequest(@Nullable Integer size) {}

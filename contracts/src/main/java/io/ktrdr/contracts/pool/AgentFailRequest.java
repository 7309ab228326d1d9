package io.ktrdr.contracts.pool;

import io.ktrdr.contracts.UserInput;
import io.ktrdr.contracts.Wire;
import org.jspecify.annotations.Nullable;

/** @param reason why the agent is taken for failed, at most 2,000 characters */
@Wire
@UserInput
public record AgentFailRequest(@Nullable String reason) {}

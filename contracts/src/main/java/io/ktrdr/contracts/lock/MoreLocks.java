package io.ktrdr.contracts.lock;

import io.ktrdr.contracts.UserInput;
import io.ktrdr.contracts.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Locks that an operation asks for while it is under way: all of them at once, or it waits. */
@Wire
@UserInput
public record MoreLocks(@Nullable List<LockRequest> locks) {}

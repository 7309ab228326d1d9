package io.ktrdr.coordinator.lock;

/**
 * Why a lock is not given.
 *
 * @param wanted    the lock that is not free
 * @param blockedBy the operation that has it in a way that does not go with this, or wants it so and comes before
 * @param blocker   what that one has or wants
 * @param holds     whether that one has it already
 */
public record Block(Lock wanted, String blockedBy, Lock blocker, boolean holds) {}

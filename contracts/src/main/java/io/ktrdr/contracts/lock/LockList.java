package io.ktrdr.contracts.lock;

import io.ktrdr.contracts.Wire;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The locks at this moment.
 *
 * @param items   that are held
 * @param waiting that are not free, in the order in which they will be given
 */
@Wire
public record LockList(List<Held> items, List<Waiting> waiting) {
    /**
     * @param token     grows with every lock that is given
     * @param grantedAt since when
     * @param expiresAt renewed as long as its holder shows life
     */
    @Wire
    public record Held(
            String resource, LockMode mode, String operationId, long token, Instant grantedAt, Instant expiresAt) {}

    /**
     * @param blockedBy  the operation that it waits for; null when nothing stands against this one, but against another that its
     *                   operation needs at the same time
     * @param blockedByMode  in which mode that one has it, or wants it
     * @param blockerHolds whether that one has the lock, and does not wait for it as well
     * @param ahead      how many others get it before
     */
    @Wire
    public record Waiting(
            String resource,
            LockMode mode,
            String operationId,
            @Nullable String blockedBy,
            @Nullable LockMode blockedByMode,
            boolean blockerHolds,
            int ahead) {}
}

package io.ktrdr.contracts.sync;

import io.ktrdr.contracts.PerWorkerType;
import io.ktrdr.contracts.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is: the whole truth of the ticking coordinator about workers. Repeating it is harmless.
 *
 * @param epoch    grows with each change of the ticking coordinator
 * @param seq      grows with each sync of one epoch
 * @param maxToken the highest token any child operation carries; lets a restored registry catch up
 * @param held     every reservation the coordinator relies on; whole, never paged
 * @param ended    claims whose end the worker confirmed
 * @param want     claims that want a worker, in line order
 */
@Wire
public record SyncRequest(
        long epoch, long seq, long maxToken, List<Held> held, List<Ended> ended, PerWorkerType<List<Wanted>> want) {

    @Wire
    public record Held(String claim, String workerId, String incarnation, long token) {}

    /** @param how null from a coordinator that does not tell */
    @Wire
    public record Ended(String claim, long token, @Nullable AttemptEnd how) {}

    /** @param avoid workers on which an earlier attempt failed; avoided while others exist */
    @Wire
    public record Wanted(String claim, List<String> avoid) {}
}

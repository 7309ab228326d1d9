package io.ktrdr.registry.sync;

import io.ktrdr.contracts.sync.LostReason;
import io.ktrdr.contracts.sync.SyncRequest.Held;
import io.ktrdr.registry.worker.Hearing;
import io.ktrdr.registry.worker.KnownWorker;
import io.ktrdr.registry.worker.Timing;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What becomes of a claim that the coordinator holds. */
sealed interface HeldJudgement {
    /** The reservation stands; if it was unknown it is adopted. */
    record Stands() implements HeldJudgement {}

    /**
     * The worker is not heard. Its reservation stands as long as the coordinator holds the claim: only the coordinator
     * fails a silent attempt, for it may still hear of progress.
     */
    record Silent(Duration silence) implements HeldJudgement {}

    /** The job is gone for certain: the worker came back without it, or has accepted a newer token. */
    record Gone(LostReason reason, Duration silence) implements HeldJudgement {}

    /** The registry has not been able to hear for long enough to say anything. */
    record Unheard() implements HeldJudgement {}

    /**
     * Judges one held claim.
     *
     * @param worker           null for one that the registry does not know
     * @param promisedToNewer  the same worker is held under a higher token too
     */
    static HeldJudgement of(
            Held held, @Nullable KnownWorker worker, boolean promisedToNewer, Hearing hearing, Timing timing) {
        if (worker == null) {
            Duration silence = hearing.silenceOfAStranger();
            return tooLong(silence, timing) ? new Silent(silence) : new Unheard();
        }
        Duration silence = hearing.silenceOf(worker);
        if (promisedToNewer || worker.mark() > held.token()) {
            return new Gone(LostReason.SUPERSEDED, silence);
        }
        if (cameBackWithout(held, worker, hearing)) {
            return new Gone(LostReason.RESTARTED, silence);
        }
        return tooLong(silence, timing) ? new Silent(silence) : new Stands();
    }

    /** What a restored registry reads about a worker may be older than the incarnation that holds the claim. */
    private static boolean cameBackWithout(Held held, KnownWorker worker, Hearing hearing) {
        return hearing.heard(worker)
                && !worker.incarnation().equals(held.incarnation())
                && !worker.reports(held.claim(), held.token());
    }

    private static boolean tooLong(Duration silence, Timing timing) {
        return silence.compareTo(timing.lease()) > 0;
    }
}

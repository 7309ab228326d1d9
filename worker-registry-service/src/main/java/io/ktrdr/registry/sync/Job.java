package io.ktrdr.registry.sync;

import io.ktrdr.contracts.sync.SyncRequest.Ended;
import io.ktrdr.contracts.sync.SyncRequest.Held;
import io.ktrdr.contracts.worker.RunningJob;
import io.ktrdr.registry.reservation.Reservation;

/** A claim under one token: what is compared wherever a job is recognised again. */
record Job(String claim, long token) {
    static Job of(Held held) {
        return new Job(held.claim(), held.token());
    }

    static Job of(Ended ended) {
        return new Job(ended.claim(), ended.token());
    }

    static Job of(RunningJob running) {
        return new Job(running.claim(), running.token());
    }

    static Job of(Reservation reservation) {
        return new Job(reservation.claim(), reservation.token());
    }
}

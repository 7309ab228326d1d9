package io.ktrdr.registry.worker;

import io.ktrdr.contracts.worker.RunningJob;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.registry.health.HealthRules;
import io.ktrdr.registry.health.RecoveryState;
import io.ktrdr.registry.health.Vitals;
import io.ktrdr.registry.reservation.EndedJob;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A worker as it registered and as it was last heard.
 *
 * @param drained       an operator wants it to get nothing more
 * @param lastHeard     by the database's clock
 * @param mark          the highest token it ever accepted
 * @param draining      it wants to get nothing more
 * @param job           what it said it is running; up to one heartbeat interval old
 * @param obstacle      why it says that it can take no job at present, null for nothing
 * @param condition     how well it is
 */
public record KnownWorker(
        String id,
        WorkerType type,
        String url,
        String version,
        String incarnation,
        boolean drained,
        Instant lastHeard,
        long mark,
        boolean draining,
        @Nullable RunningJob job,
        @Nullable String obstacle,
        Condition condition) {

    public KnownWorker with(Condition newer) {
        return new KnownWorker(
                id, type, url, version, incarnation, drained, lastHeard, mark, draining, job, obstacle, newer);
    }

    public boolean reports(String claim, long token) {
        return job != null && job.claim().equals(claim) && job.token() == token;
    }

    /** What it is running, as far as the last heartbeat is to be believed. */
    public @Nullable RunningJob jobUnlessOver(@Nullable EndedJob lastEnded, Duration heartbeatInterval) {
        if (job == null || lastEnded == null || !lastEnded.is(job.claim(), job.token())) {
            return job;
        }
        return lastEnded.outdates(lastHeard, heartbeatInterval) ? null : job;
    }

    /** Takes jobs, as far as itself, its operator and its health are concerned. */
    public boolean isWilling(Instant now, HealthRules rules) {
        return !drained && !draining && obstacle == null && condition.allowsWork(now, rules);
    }

    /** It will not come back by itself. */
    public boolean needsAPerson() {
        return condition.recovery().state() == RecoveryState.FAILED;
    }

    public Vitals vitals(Hearing hearing, HealthRules rules) {
        Duration silence = hearing.silenceOf(this);
        // what a registry that has just begun to hear does not know, it does not make up
        boolean told = hearing.heard(this) || silence.compareTo(rules.lease()) > 0;
        return new Vitals(
                told ? silence : null,
                incarnation,
                job != null && !job.completing(),
                condition.measurements(),
                condition.record());
    }
}

package io.ktrdr.registry.worker;

import java.time.Duration;
import java.time.Instant;

/**
 * Silence, as far as this registry can judge it. A registry that was frozen, down, or asleep with its laptop heard
 * nobody, and must not take that for everybody's silence. All times are the database's.
 *
 * @param now   when this was read
 * @param since from when on the registry could hear without a gap
 */
public record Hearing(Instant now, Instant since) {

    /**
     * @param since   the registry's start or the end of its last late sweep
     * @param sweptAt its last sweep; when that is long ago, the registry has just woken up and a late sweep is due
     * @param late    from when on a sweep counts as late
     */
    static Hearing of(Instant now, Instant since, Instant sweptAt, Duration late) {
        boolean justWokenUp = sweptAt.plus(late).isBefore(now);
        return new Hearing(now, justWokenUp ? now : since);
    }

    /** How long the worker has been silent while it could have been heard. Never negative. */
    public Duration silenceOf(KnownWorker worker) {
        return since(heard(worker) ? worker.lastHeard() : since);
    }

    /** How long a worker that is not known at all has been silent while it could have been heard. */
    public Duration silenceOfAStranger() {
        return since(since);
    }

    /** How long ago the worker was really heard. */
    public Duration sinceHeard(KnownWorker worker) {
        return since(worker.lastHeard());
    }

    /** Whether what is known of the worker was heard since the registry can hear, and not read from a backup. */
    public boolean heard(KnownWorker worker) {
        return !worker.lastHeard().isBefore(since);
    }

    private Duration since(Instant then) {
        Duration elapsed = Duration.between(then, now);
        return elapsed.isNegative() ? Duration.ZERO : elapsed;
    }
}

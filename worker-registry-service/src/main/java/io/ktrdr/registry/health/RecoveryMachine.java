package io.ktrdr.registry.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * From ill to well, one step at a time: {@link #next}, called with every sweep. No clock, no I/O. The picture is in
 * docs/worker-health.md.
 */
public final class RecoveryMachine {
    private RecoveryMachine() {}

    /** The same object when nothing changes. */
    public static Recovery next(Recovery written, Vitals vitals, Instant now, HealthRules rules) {
        Recovery current = written.notAfter(now);
        return switch (current.state()) {
            case WELL -> whileWell(current, vitals, now, rules);
            case TIMEOUT, ERROR -> round(current, vitals, now, rules);
            case RECOVERY -> whileRecovering(current, vitals, now, rules);
            case BACKOFF -> whileStandingBack(current, vitals, now, rules);
            case STARTING -> whileStarting(current, vitals, now, rules);
            case FAILED -> current;
        };
    }

    /** What a person asks for: all is forgiven, and the first round begins. */
    public static Recovery recover(Recovery current, String incarnation, Instant now) {
        return switch (current.state()) {
            case WELL -> current;
            case STARTING, BACKOFF -> forgiven(current).in(RecoveryState.STARTING, now);
            case TIMEOUT, ERROR, RECOVERY, FAILED -> forgiven(current).nextRound(now, incarnation);
        };
    }

    private static Recovery forgiven(Recovery current) {
        return new Recovery(
                current.state(),
                current.trouble(),
                current.reason(),
                0,
                current.since(),
                current.until(),
                current.incarnation(),
                null);
    }

    private static Recovery whileWell(Recovery current, Vitals vitals, Instant now, HealthRules rules) {
        Instant slowSince = slowSince(current, vitals, now);
        Trouble trouble = Trouble.of(vitals, slowSince, now, rules);
        if (trouble != null) {
            return ill(trouble, current, vitals, now, rules);
        }
        boolean calm = current.round() > 0
                && !now.isBefore(current.since().plus(rules.calm()))
                && vitals.record().breaker().equals(Breaker.CLOSED);
        if (calm) {
            return forgiven(current).well(current.since()).crawlingSince(slowSince);
        }
        return Objects.equals(slowSince, current.slowSince()) ? current : current.crawlingSince(slowSince);
    }

    private static @Nullable Instant slowSince(Recovery current, Vitals vitals, Instant now) {
        if (!vitals.crawls()) {
            return null;
        }
        return current.slowSince() == null ? now : current.slowSince();
    }

    private static Recovery ill(Trouble trouble, Recovery before, Vitals vitals, Instant now, HealthRules rules) {
        RecoveryState state = switch (trouble) {
            case SILENT, STANDSTILL, SLOW -> RecoveryState.TIMEOUT;
            case FAILURES, MEMORY -> RecoveryState.ERROR;
        };
        return new Recovery(
                state, trouble, trouble.describe(vitals, rules), before.round(), now, null, vitals.incarnation(), null);
    }

    /** The next round, unless there have been too many. */
    private static Recovery round(Recovery current, Vitals vitals, Instant now, HealthRules rules) {
        return current.round() >= rules.rounds()
                ? current.in(RecoveryState.FAILED, now)
                : current.nextRound(now, vitals.incarnation());
    }

    private static Recovery whileRecovering(Recovery current, Vitals vitals, Instant now, HealthRules rules) {
        if (isBack(current, vitals, rules)) {
            Duration pause = rules.backoff(current.round());
            Duration breaker = vitals.record().breaker().pauseLeft(now, rules.breaker());
            return current.backingOff(now, pause.compareTo(breaker) < 0 ? breaker : pause);
        }
        boolean tooLong = !now.isBefore(current.since().plus(rules.roundPatience()));
        return tooLong ? round(current, vitals, now, rules) : current;
    }

    /** A new process; or, when nothing but silence was wrong, the old one that speaks again. */
    private static boolean isBack(Recovery current, Vitals vitals, HealthRules rules) {
        boolean anew = !vitals.incarnation().equals(current.incarnation());
        return vitals.isHeard(rules) && (anew || current.trouble() == Trouble.SILENT);
    }

    private static Recovery whileStandingBack(Recovery current, Vitals vitals, Instant now, HealthRules rules) {
        Trouble trouble = troubleOfOneWithoutWork(vitals, now, rules);
        if (trouble != null) {
            return ill(trouble, current, vitals, now, rules);
        }
        boolean over = current.until() == null || !now.isBefore(current.until());
        return over && vitals.isHeard(rules) ? current.in(RecoveryState.STARTING, now) : current;
    }

    /** Until it has been heard once more: only then it gets work. */
    private static Recovery whileStarting(Recovery current, Vitals vitals, Instant now, HealthRules rules) {
        Trouble trouble = troubleOfOneWithoutWork(vitals, now, rules);
        if (trouble != null) {
            return ill(trouble, current, vitals, now, rules);
        }
        Duration silence = vitals.silence();
        boolean heardSince = silence != null && !now.minus(silence).isBefore(current.since());
        return heardSince ? current.well(now) : current;
    }

    /** An open breaker brought it here, and is waited for. */
    private static @Nullable Trouble troubleOfOneWithoutWork(Vitals vitals, Instant now, HealthRules rules) {
        Trouble trouble = Trouble.of(vitals, null, now, rules);
        return trouble == Trouble.FAILURES ? null : trouble;
    }
}

package io.ktrdr.registry.health;

import java.time.Duration;

/**
 * What counts as ill, and how long things may take: the configuration, checked.
 *
 * @param heartbeat how often a worker is heard
 * @param lease     silence after which it is lost
 */
public record HealthRules(
        Duration heartbeat,
        Duration lease,
        Duration standstill,
        Duration slowFor,
        double memory,
        Breaker.Rules breaker,
        Duration restartPatience,
        Duration roundPatience,
        Duration longestBackoff,
        int rounds,
        Duration calm) {
    /** Of its own usual speed. */
    static final double SLOW = 0.2;

    public HealthRules {
        require(memory > 0 && memory <= 1, "ktrdr.health.memory", "above 0 and at most 1", memory);
        require(standstill.compareTo(heartbeat) > 0, "ktrdr.health.standstill", "longer than a heartbeat", standstill);
        require(!slowFor.isNegative(), "ktrdr.health.slow-for", "no less than nothing", slowFor);
        require(
                !restartPatience.isNegative(),
                "ktrdr.health.restart-patience",
                "no less than nothing",
                restartPatience);
        require(
                roundPatience.compareTo(restartPatience) > 0,
                "ktrdr.health.round-patience",
                "longer than ktrdr.health.restart-patience",
                roundPatience);
        require(rounds > 0, "ktrdr.health.rounds", "at least 1", rounds);
        require(longestBackoff.isPositive(), "ktrdr.health.longest-backoff", "longer than nothing", longestBackoff);
    }

    /** 2^n seconds, n from 0 in the first round. */
    Duration backoff(int round) {
        long seconds = 1L << Math.clamp(round - 1L, 0, 32);
        return seconds > longestBackoff.toSeconds() ? longestBackoff : Duration.ofSeconds(seconds);
    }

    static void require(boolean holds, String name, String what, Object is) {
        if (!holds) {
            throw new IllegalArgumentException(name + " must be " + what + ", and is " + is);
        }
    }
}

package io.ktrdr.registry.health;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** {@code ktrdr.health.*} */
@ConfigMapping(prefix = "ktrdr.health")
public interface HealthConfig {
    /** A job that has not got any further for that long stands still. */
    @WithDefault("2m")
    Duration standstill();

    /** A job that has been slower than a fifth of its own usual speed for that long is too slow. */
    @WithDefault("1m")
    Duration slowFor();

    /** The share of its memory limit at which a worker is restarted before it is killed; 0..1. */
    @WithDefault("0.95")
    double memory();

    /** Failures in a row that open a worker's circuit breaker. */
    @WithDefault("5")
    int breakerFailures();

    /** How long an open breaker keeps jobs away before the worker is tried again. */
    @WithDefault("1m")
    Duration breakerPause();

    /** Successes in a row that close a breaker again. */
    @WithDefault("3")
    int breakerSuccesses();

    /** How long a worker that is to start anew may stay silent before whoever started it is asked to end its process. */
    @WithDefault("15s")
    Duration restartPatience();

    /** How long a recovery may take before the next round begins. */
    @WithDefault("2m")
    Duration roundPatience();

    /** The longest that a recovered worker stands back; doubled with every round from one second on. */
    @WithDefault("1h")
    Duration longestBackoff();

    /** Rounds in a row after which a worker is left to a person. */
    @WithDefault("13")
    int rounds();

    /** Being well for that long makes the next recovery a first round again. */
    @WithDefault("10m")
    Duration calm();

    /** How often the history is written. */
    @WithDefault("1m")
    Duration sampleInterval();
}

package io.ktrdr.faults.storm;

import io.ktrdr.faults.link.Weather;
import java.time.Duration;

/** One thing that goes wrong. */
public sealed interface Fault {
    /** {@code kill -9}. */
    record Kill(Victim victim) implements Fault {}

    /** SIGTERM; for PostgreSQL's server the signal by which local mode stops it. */
    record Terminate(Victim victim) implements Fault {}

    /** SIGSTOP, and SIGCONT after that time. */
    record Freeze(Victim victim, Duration time) implements Fault {}

    /** A link in bad weather for that time. */
    record Disturb(String link, Weather weather, Duration time) implements Fault {}

    sealed interface Victim {
        /** By its name. */
        record Named(String process) implements Victim {}

        /**
         * One of the workers that run a job at that moment; nobody when none does.
         *
         * @param pick 0..1, first to last
         */
        record AtWork(double pick) implements Victim {}

        /**
         * One of those that PostgreSQL's server has made: which ones there are is not known beforehand.
         *
         * @param pick 0..1, first to last
         */
        record OfPostgres(double pick) implements Victim {}
    }
}

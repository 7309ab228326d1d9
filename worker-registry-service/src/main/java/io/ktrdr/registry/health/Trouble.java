package io.ktrdr.registry.health;

import io.ktrdr.contracts.BreakerState;
import io.ktrdr.contracts.WireName;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is wrong with a worker. */
public enum Trouble {
    /** Not heard for longer than its lease. */
    SILENT,
    /** Its job does not get any further. */
    STANDSTILL,
    /** Its job has been crawling for long. */
    SLOW,
    /** Its breaker has opened. */
    FAILURES,
    /** It will be killed for want of memory. */
    MEMORY;

    /** How it is spelled in the database. */
    String stored() {
        return WireName.of(this);
    }

    static Trouble ofStored(String stored) {
        return WireName.parse(Trouble.class, stored);
    }

    /**
     * The worst first; null for none.
     *
     * @param slowSince since when it has been crawling; null when it does not
     */
    static @Nullable Trouble of(Vitals vitals, @Nullable Instant slowSince, Instant now, HealthRules rules) {
        if (vitals.silence() != null && !vitals.isHeard(rules)) {
            return SILENT;
        }
        if (vitals.record().breaker().state(now, rules.breaker()) == BreakerState.OPEN) {
            return FAILURES;
        }
        Double memory = vitals.memoryUsed();
        if (memory != null && memory >= rules.memory()) {
            return MEMORY;
        }
        Duration progressAge = vitals.progressAge();
        if (progressAge != null && progressAge.compareTo(rules.standstill()) > 0) {
            return STANDSTILL;
        }
        boolean tooSlow = slowSince != null && !now.isBefore(slowSince.plus(rules.slowFor()));
        return tooSlow ? SLOW : null;
    }

    /** For people. */
    String describe(Vitals vitals, HealthRules rules) {
        return switch (this) {
            case SILENT -> "not heard for more than " + rules.lease().toSeconds() + " s";
            case STANDSTILL ->
                "its job has not got any further for more than "
                        + rules.standstill().toSeconds() + " s";
            case SLOW -> "its job is slower than a fifth of its usual speed";
            case FAILURES -> vitals.record().breaker().failures() + " attempts in a row failed there";
            case MEMORY ->
                String.format(
                        Locale.ROOT,
                        "it uses %.0f %% of the memory it may have",
                        100 * Objects.requireNonNullElse(vitals.memoryUsed(), rules.memory()));
        };
    }
}

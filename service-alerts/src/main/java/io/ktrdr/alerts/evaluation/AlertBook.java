package io.ktrdr.alerts.evaluation;

import java.time.Instant;
import java.util.Map;

/**
 * What stood before an evaluation.
 *
 * @param active  the ids of the alerts that are not resolved
 * @param pending since when conditions are met that have not lasted long enough yet
 * @param now     by the clock that judges
 */
public record AlertBook(Map<Key, String> active, Map<Key, Instant> pending, Instant now) {
    /** At most one alert stands for each. */
    public record Key(String rule, String subject) {}
}

package io.ktrdr.alerts.evaluation;

import io.ktrdr.alerts.evaluation.AlertBook.Key;
import io.ktrdr.alerts.rule.AlertRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be written.
 *
 * @param raised   new alerts
 * @param resolved ids of alerts that do not stand any more
 * @param begun    conditions met from now on, that have to last
 * @param dropped  conditions that were met: they did not last, or they did and are raised
 */
public record Evaluation(List<Raised> raised, List<String> resolved, List<Key> begun, List<Key> dropped) {

    /** @param since when its condition was met for the first time */
    public record Raised(AlertRule rule, String subject, double value, String message, Instant since) {}

    public boolean changesNothing() {
        return raised.isEmpty() && resolved.isEmpty() && begun.isEmpty() && dropped.isEmpty();
    }

    /**
     * The same readings and the same book give the same answer; and once it is written, nothing more. Alerts of rules that do
     * not exist any more are resolved.
     */
    public static Evaluation of(Collection<AlertRule> rules, Readings readings, AlertBook book) {
        Outcome outcome = new Outcome(book);
        for (AlertRule rule : rules) {
            Optional<List<Reading>> read = readings.of(rule.signal());
            if (read.isPresent()) {
                read.get().forEach(reading -> outcome.judge(rule, reading));
            } else {
                outcome.keepAllOf(rule);
            }
        }
        return outcome.evaluation();
    }

    private static final class Outcome {
        private final AlertBook book;
        private final Map<Key, Raised> raised = new LinkedHashMap<>();
        private final Set<Key> begun = new HashSet<>();
        private final Map<Key, String> gone;
        private final Map<Key, Instant> lapsed;

        Outcome(AlertBook book) {
            this.book = book;
            this.gone = new HashMap<>(book.active());
            this.lapsed = new HashMap<>(book.pending());
        }

        void keepAllOf(AlertRule rule) {
            gone.keySet().removeIf(key -> key.rule().equals(rule.name()));
            lapsed.keySet().removeIf(key -> key.rule().equals(rule.name()));
        }

        void judge(AlertRule rule, Reading reading) {
            Key key = new Key(rule.name(), reading.subject());
            if (book.active().containsKey(key)) {
                if (!rule.condition().isOverAt(reading.value())) {
                    gone.remove(key);
                }
            } else if (rule.condition().isMetBy(reading.value())) {
                met(rule, reading, key);
            }
        }

        private void met(AlertRule rule, Reading reading, Key key) {
            Instant since = book.pending().getOrDefault(key, book.now());
            if (!since.plus(rule.lasting()).isAfter(book.now())) {
                String message = rule.messageAbout(reading.subject(), reading.value(), reading.detail());
                raised.putIfAbsent(key, new Raised(rule, reading.subject(), reading.value(), message, since));
            } else if (lapsed.remove(key) == null && !book.pending().containsKey(key)) {
                begun.add(key);
            }
        }

        Evaluation evaluation() {
            return new Evaluation(
                    List.copyOf(raised.values()),
                    List.copyOf(gone.values()),
                    List.copyOf(begun),
                    new ArrayList<>(lapsed.keySet()));
        }
    }
}

package io.ktrdr.alerts.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.alerts.rule.Condition.Above;
import io.ktrdr.alerts.rule.Condition.Below;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesFileTest {
    private static final String RULE = """
            rules:
              - name: nearly_full
                severity: info
                signal: queue.used
                above: 0.5
                for: 5m
                resolve_below: 0.25
                message: "{subject} {value} {threshold} {detail}"
            """;

    @TempDir
    Path folder;

    private static RulesFile.Content read(String yaml) {
        return RulesFile.read("rules.yaml", yaml, List.of("queue_full"));
    }

    private static String complaint(String yaml) {
        return String.valueOf(
                assertThrows(InvalidRulesException.class, () -> read(yaml)).getMessage());
    }

    @Test
    void a_rule_is_read() {
        assertEquals(
                List.of(new AlertRule(
                        "nearly_full",
                        Severity.INFO,
                        Signal.QUEUE_USED,
                        new Above(0.5, 0.25),
                        Duration.ofMinutes(5),
                        "{subject} {value} {threshold} {detail}")),
                read(RULE).rules());
    }

    @Test
    void what_is_left_out_is_nothing() {
        AlertRule rule = read("""
                rules: [{name: a, severity: critical, signal: budget.used, below: 1, message: m}]
                """).rules().getFirst();
        assertEquals(new Below(1, null), rule.condition());
        assertEquals(Duration.ZERO, rule.lasting());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "severity: info           | severity: urgent              | line 3, rule nearly_full: 'severity' must be one of info, warning, critical",
                "signal: queue.used       | signal: queue.length          | line 4, rule nearly_full: there is no signal 'queue.length'; there are operation.needs_attention, lock",
                "above: 0.5               | above: half                   | line 5, rule nearly_full: 'above' must be a number",
                "above: 0.5               | above: .inf                   | line 5, rule nearly_full: 'above' must be a number",
                "for: 5m                  | for: 5 minutes                | line 6, rule nearly_full: 'for' must be a duration such as 30s, 5m or 1h",
                "for: 5m                  | fro: 5m                       | line 6, rule nearly_full: unknown field 'fro'; allowed are name, severity, signal, above",
                "resolve_below: 0.25      | resolve_below: 0.75           | line 7, rule nearly_full: 'resolve_below' must not lie beyond 'above'",
                "resolve_below: 0.25      | resolve_above: 0.75           | line 7, rule nearly_full: 'resolve_above' makes no sense with 'above'; there is 'resolve_below'",
                "{threshold}              | {limit}                       | line 8, rule nearly_full: unknown placeholder {limit}; allowed are {subject}, {value}, {threshold}, {detail}",
                "name: nearly_full        | name: Nearly full             | line 2, rule Nearly full: 'name' must be of a-z, 0-9 and '_'",
                "- name: nearly_full      | - what: it                    | 'name' is missing",
                "rules:                   | rule:                         | line 1: unknown field 'rule'",
            })
    void a_mistake_says_where_it_is_and_what_is_allowed(String right, String wrong, String said) {
        assertTrue(complaint(RULE.replace(right, wrong)).contains(said), complaint(RULE.replace(right, wrong)));
    }

    @Test
    void all_mistakes_are_told_at_once() {
        String said =
                complaint(RULE.replace("info", "urgent").replace("5m", "soon").replace("above: 0.5", "bove: 0.5"));
        assertTrue(said.contains("line 3"), said);
        assertTrue(said.contains("exactly one of above, at_least, below is needed"), said);
        assertTrue(said.contains("line 6"), said);
    }

    @Test
    void exactly_one_condition_is_needed() {
        String said = complaint(RULE.replace("above: 0.5", "above: 0.5\n    below: 0.1"));
        assertTrue(said.contains("line 6, rule nearly_full: exactly one of"), said);
    }

    @Test
    void a_name_is_taken_once() {
        String said = complaint(RULE + RULE.replace("rules:\n", ""));
        assertTrue(said.contains("line 9, rule nearly_full: the name is taken by the rule in line 2"), said);
    }

    @Test
    void what_is_no_list_of_rules_is_refused() {
        assertTrue(complaint("").contains("the file is empty"));
        assertTrue(complaint("[]").contains("must have one field, 'rules'"));
        assertTrue(complaint("rules: no").contains("'rules' must be a list"));
        assertTrue(complaint("rules: [no]").contains("a rule must be a map"));
        assertTrue(complaint("rules: [").contains("not valid YAML"));
    }

    @Test
    void only_rules_that_there_are_can_be_switched_off() {
        assertEquals(
                List.of("queue_full"),
                List.copyOf(read("rules: [{name: queue_full, enabled: false}]").switchedOff()));
        assertTrue(complaint("rules: [{name: queue_ful, enabled: false}]")
                .contains("no such rule to switch off; there are queue_full"));
    }

    @Test
    void the_rules_that_are_shipped_are_right_and_every_signal_has_one() {
        List<AlertRule> shipped = AlertRules.load(Optional.empty()).all();
        for (Signal signal : Signal.values()) {
            assertTrue(shipped.stream().anyMatch(rule -> rule.signal() == signal), signal.wireName());
        }
    }

    @Test
    void a_file_replaces_adds_and_switches_off() throws IOException {
        Path file = Files.writeString(folder.resolve("rules.yaml"), RULE + """
              - name: budget_warning
                severity: info
                signal: budget.used
                at_least: 0.5
                message: half of it
              - {name: queue_full, enabled: false}
            """);
        List<AlertRule> rules = AlertRules.load(Optional.of(file)).all();
        assertEquals(AlertRules.load(Optional.empty()).all().size(), rules.size());
        assertTrue(rules.stream().anyMatch(rule -> rule.name().equals("nearly_full")));
        assertFalse(rules.stream().anyMatch(rule -> rule.name().equals("queue_full")));
        assertEquals(
                "half of it",
                rules.stream()
                        .filter(rule -> rule.name().equals("budget_warning"))
                        .findFirst()
                        .orElseThrow()
                        .message());
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        String said = String.valueOf(assertThrows(
                        InvalidRulesException.class, () -> AlertRules.load(Optional.of(folder.resolve("none.yaml"))))
                .getMessage());
        assertTrue(said.contains("none.yaml cannot be read"), said);
    }

    @Test
    void each_service_judges_its_own_signals() {
        AlertRules rules = AlertRules.load(Optional.empty());
        for (Signal.Service service : Signal.Service.values()) {
            assertTrue(rules.of(service).stream().allMatch(rule -> rule.signal().service() == service));
        }
        assertEquals(
                rules.all().size(),
                rules.of(Signal.Service.COORDINATOR).size()
                        + rules.of(Signal.Service.REGISTRY).size());
    }

    @Test
    void what_is_filled_in_is_not_looked_at_again() {
        AlertRule rule = read(RULE).rules().getFirst();
        assertEquals("{value}$1 60 % 50 % \\", rule.messageAbout("{value}$1", 0.6, "\\"));
    }

    @ParameterizedTest
    @CsvSource({
        "RATIO, 0.925, 92.5 %",
        "RATIO, 1, 100 %",
        "SECONDS, 61.2, 61 s",
        "SECONDS, 600, 10 min",
        "SECONDS, 21600, 6 h",
        "SECONDS, 864000, 10 d",
        "COUNT, 5, 5",
        "BYTES, 1073741824, 1024 MiB",
        "STATE, 1, yes",
        "STATE, 0, no"
    })
    void values_are_written_as_people_read_them(Unit unit, double value, String words) {
        assertEquals(words, unit.inWords(value));
    }
}

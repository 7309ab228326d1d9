package io.ktrdr.coordinator.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.memory.HypothesisStatus;
import io.ktrdr.coordinator.LogWatch;
import io.ktrdr.coordinator.assess.HypothesisOutcome;
import io.ktrdr.coordinator.assess.HypothesisOutcome.Outcome;
import io.ktrdr.coordinator.assess.Verdict;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered, and what of it a design is shown. */
@QuarkusTest
class ResearchMemoryTest extends MemoryTest {
    private List<String> relevant(String brief) {
        return await(() -> memory.relevant(brief, BITCOIN, 10)).experiments().stream()
                .map(Experiment::researchId)
                .toList();
    }

    private List<String> open(String brief) {
        return await(() -> memory.relevant(brief, BITCOIN, 10)).hypotheses().stream()
                .map(Hypothesis::text)
                .toList();
    }

    // ---- relevance -----------------------------------------------------------------------------------------------

    @Test
    void what_was_asked_for_counts_more_than_what_was_found_and_that_more_than_what_was_suggested() {
        remember(ALesson.of("op_other").brief("Volume on its own"));
        remember(ALesson.of("op_suggested").brief("Volume").suggests("Look at breakouts of the channel"));
        remember(ALesson.of("op_found").brief("Volume").weakness("Breakouts of the channel fail"));
        remember(ALesson.of("op_asked").brief("Breakouts of the channel"));
        assertEquals(List.of("op_asked", "op_found", "op_suggested"), relevant("Does a breakout from channels last?"));
    }

    @Test
    void one_word_in_common_is_enough_and_more_are_better() {
        remember(ALesson.of("op_two").brief("Stochastic turns after a squeeze"));
        remember(ALesson.of("op_one").brief("Stochastic oscillator"));
        assertEquals(List.of("op_two", "op_one"), relevant("squeeze, stochastic, and much that nobody has ever tried"));
    }

    @Test
    void words_that_people_join_differently_are_the_same() {
        remember(ALesson.of("op_joined").brief("mean-reversion"));
        for (String brief :
                List.of("mean_reversion", "Mean reversion", "trend/mean-reversion", "reverting to the mean")) {
            assertEquals(List.of("op_joined"), relevant(brief), brief);
        }
    }

    @Test
    void what_was_tried_on_the_same_market_comes_first_and_no_market_makes_anything_relevant() {
        hasDataset("ETH-USD");
        hasDataset("BTC-USD");
        remember(ALesson.of("op_here").brief("Stochastic turns").on("BTC-USD"));
        remember(ALesson.of("op_there").brief("Stochastic turns").on("ETH-USD"));
        remember(ALesson.of("op_else").brief("Volume").on("BTC-USD"));
        assertEquals(List.of("op_here", "op_there"), relevant("Stochastic"));
    }

    @Test
    void of_equally_relevant_ones_the_newest_comes_first() {
        List<String> ids = IntStream.range(0, 5).mapToObj(i -> "op_same" + i).toList();
        ids.forEach(id -> remember(ALesson.of(id)));
        assertEquals(ids.reversed(), relevant("RSI"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "the of and", "zyzzyva", "!!! ???", "<>"})
    void where_nothing_is_relevant_the_newest_are_told(String brief) {
        remember(ALesson.of("op_older").supposes("Something older."));
        remember(ALesson.of("op_newer").supposes("Something newer."));
        assertEquals(List.of("op_newer", "op_older"), relevant(brief));
        assertEquals(List.of("Something newer.", "Something older."), open(brief));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "' & | ! :* <script> rsi",
                "rsi'; DROP TABLE memory_note; --",
                "rsi \\' \\\\ '''",
                "rsi & !rsi",
                "<script>alert('rsi')</script>",
                "rsi http://a.b/c?d=1&e='2'",
                "rsi\0\0",
                "rsi \ud800 half of a character",
                "$$ rsi $1 %s {0}"
            })
    void a_brief_may_hold_anything(String brief) {
        remember(ALesson.of("op_rsi").supposes("RSI at an extreme is followed by a move back."));
        remember(ALesson.of("op_odd").brief(brief).weakness(brief).supposes(brief));
        assertTrue(relevant(brief).contains("op_rsi"), brief);
        assertTrue(open(brief).contains("RSI at an extreme is followed by a move back."), brief);
    }

    @Test
    void a_brief_may_be_as_long_as_briefs_are() {
        String brief = "stochastic " + "x1y2z3 ".repeat(2_000)
                + IntStream.range(0, 500).mapToObj(i -> " w" + i).toList();
        remember(ALesson.of("op_long")
                .brief(brief)
                .weakness(brief)
                .suggests(brief)
                .supposes(brief));
        assertEquals(List.of("op_long"), relevant(brief));
    }

    @Test
    void an_experiment_is_told_as_it_was() {
        hasDataset("BTC-USD");
        remember(ALesson.of("op_told")
                .found(Verdict.NEUTRAL)
                .weakness("It lost -1.0%.")
                .suggests("Trade less."));
        Experiment told =
                await(() -> memory.relevant("RSI", BITCOIN, 1)).experiments().getFirst();
        assertEquals("Explore RSI variations", told.brief());
        assertEquals("rsi", told.family());
        assertEquals("BTC-USD/4h", told.market());
        assertEquals("neutral", told.verdict());
        assertEquals("It lost -1.0%.", told.findings());
        assertEquals("Trade less.", told.suggestions());
        assertTrue(told.relevance() > 0 && told.relevance() <= 1, told.toString());
    }

    @Test
    void ten_thousand_experiments_are_not_read_to_find_the_relevant_ones() {
        database.sql("""
                INSERT INTO memory_note (research_id, strategy_name, strategy_sha256, family, dataset_sha256, verdict, note,
                                         created_at, brief, findings)
                SELECT 'op_' || i, 'momentum_' || i, 's', 'momentum', 'd', 'poor', '{}', now(), 'Momentum over ' || i,
                       'Buying and holding did better'
                  FROM generate_series(1, 10000) i
                """);
        database.sql("""
                INSERT INTO hypothesis (id, text, origin_research, created_at)
                SELECT hypothesis_id(text), text, 'op_1', now()
                  FROM (SELECT 'Momentum fades after ' || i || ' bars' AS text FROM generate_series(1, 10000) i) said
                """);
        remember(ALesson.of("op_rare").brief("Stochastic turns").supposes("Stochastic turns fade."));
        database.sql("ANALYZE memory_note, hypothesis");
        assertUses("memory_note_document", MemorySql.RELEVANT_EXPERIMENTS, "'stochastic'", "'BTC-USD/4h'", "50");
        assertUses("hypothesis_document", MemorySql.RELEVANT_HYPOTHESES, "'stochastic'", "50");
        assertUses("memory_note_document", MemorySql.SEARCH, "'stochastic'", "NULL", "NULL", "20");
        assertUses("hypothesis_document", MemorySql.SEARCH, "'stochastic'", "NULL", "NULL", "20");
    }

    private void assertUses(String index, String statement, String... values) {
        String query = statement;
        for (int i = values.length; i > 0; i--) {
            query = query.replace("$" + i, values[i - 1]);
        }
        List<String> plan = database.texts("EXPLAIN " + query).stream()
                .map(Objects::requireNonNull)
                .toList();
        assertTrue(plan.stream().anyMatch(step -> step.contains("Index Scan on " + index)), String.join("\n", plan));
    }

    // ---- remembering ---------------------------------------------------------------------------------------------

    @Test
    void a_research_is_remembered_once_whatever_is_said_of_it_later() {
        remember(ALesson.of("op_first").supposes("Tested."));
        remember(ALesson.of("op_twice")
                .judges(hypothesis("Tested."), Outcome.VALIDATED)
                .supposes("A."));
        String before = database.everything();
        remember(ALesson.of("op_twice")
                .brief("other")
                .judges(hypothesis("Tested."), Outcome.REFUTED)
                .supposes("A.", "B."));
        assertEquals(before, database.everything());
    }

    @Test
    void who_remembers_the_same_at_once_remembers_it_once() throws Exception {
        remember(ALesson.of("op_first").supposes("Tested."));
        String tested = hypothesis("Tested.");
        atOnce(8, i -> {
            remember(ALesson.of("op_same").judges(tested, Outcome.VALIDATED).supposes("A.", "B."));
            return i;
        });
        assertEquals(2, database.number("SELECT count(*) FROM memory_note"));
        assertEquals(1, database.number("SELECT count(*) FROM hypothesis_test"));
        assertEquals(1, database.number("SELECT validated FROM hypothesis WHERE id = ?", tested));
        assertEquals(3, database.number("SELECT count(*) FROM hypothesis"));
    }

    @Test
    void all_who_judge_at_once_are_counted() throws Exception {
        remember(ALesson.of("op_first").supposes("A.", "B.", "C."));
        List<HypothesisOutcome> outcomes = Stream.of("A.", "B.", "C.")
                .map(text -> new HypothesisOutcome(hypothesis(text), Outcome.REFUTED, "seen"))
                .toList();
        atOnce(16, i -> {
            // half of them the other way round
            List<HypothesisOutcome> inOrder = i % 2 == 0 ? outcomes : outcomes.reversed();
            remember(ALesson.of("op_judge" + i)
                    .judges(inOrder.toArray(HypothesisOutcome[]::new))
                    .supposes("D.", "E " + i % 4));
            return i;
        });
        assertEquals(
                List.of("16", "16", "16"),
                database.texts("SELECT refuted FROM hypothesis WHERE origin_research = 'op_first'"));
        assertEquals(8, database.number("SELECT count(*) FROM hypothesis"));
    }

    @Test
    void all_of_a_lesson_is_remembered_or_nothing() {
        remember(ALesson.of("op_first").supposes("Tested."));
        ALesson lesson = ALesson.of("op_whole")
                .judges(hypothesis("Tested."), Outcome.VALIDATED)
                .supposes("Refused.");
        database.sql("ALTER TABLE hypothesis ADD CONSTRAINT for_this_test CHECK (text <> 'Refused.')");
        try {
            String before = database.everything();
            assertThrows(RuntimeException.class, () -> remember(lesson));
            assertEquals(before, database.everything());
        } finally {
            database.sql("ALTER TABLE hypothesis DROP CONSTRAINT for_this_test");
        }
        remember(lesson);
        assertEquals("validated", statusOfHypothesis(hypothesis("Tested.")));
    }

    // ---- hypotheses ----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "'', untested",
        "validated, validated",
        "refuted, refuted",
        "inconclusive, inconclusive",
        "validated validated, validated",
        "refuted refuted, refuted",
        "inconclusive inconclusive, inconclusive",
        "validated inconclusive, validated",
        "refuted inconclusive, refuted",
        "validated refuted, inconclusive",
        "validated validated refuted, inconclusive",
        "validated refuted inconclusive, inconclusive"
    })
    void the_status_is_what_all_decisive_tests_agree_on_in_whatever_order_they_came(String tests, String status) {
        List<Outcome> outcomes = Stream.of(tests.split(" "))
                .filter(test -> !test.isEmpty())
                .map(test -> Outcome.valueOf(test.toUpperCase(Locale.ROOT)))
                .toList();
        for (List<Outcome> order : List.of(outcomes, outcomes.reversed())) {
            database.startOver();
            remember(ALesson.of("op_origin").supposes("Longer is better."));
            String id = hypothesis("Longer is better.");
            IntStream.range(0, order.size())
                    .forEach(i -> remember(ALesson.of("op_test" + i).judges(id, order.get(i))));
            assertEquals(status, statusOfHypothesis(id));
        }
    }

    @Test
    void the_last_test_is_told_with_its_evidence() {
        remember(ALesson.of("op_origin").supposes("Longer is better."));
        String id = hypothesis("Longer is better.");
        remember(ALesson.of("op_test1").judges(id, Outcome.INCONCLUSIVE));
        remember(ALesson.of("op_test2").judges(id, Outcome.INCONCLUSIVE));
        assertEquals("op_test2", database.text("SELECT tested_by FROM hypothesis"));
        Hypothesis told =
                await(() -> memory.relevant("longer", BITCOIN, 5)).hypotheses().getFirst();
        assertEquals("seen by op_test2", told.evidence());
        assertEquals(HypothesisStatus.INCONCLUSIVE, told.status());
    }

    @Test
    void a_hypothesis_said_again_is_the_same_one_and_keeps_what_is_known_of_it() {
        remember(ALesson.of("op_origin").supposes("A longer horizon is better.", "a  longer horizon is BETTER"));
        String id = hypothesis("A longer horizon is better.");
        remember(ALesson.of("op_test").judges(id, Outcome.VALIDATED).supposes(" a longer horizon\nis better! "));
        assertEquals(1, database.number("SELECT count(*) FROM hypothesis"));
        assertEquals("op_origin", database.text("SELECT origin_research FROM hypothesis"));
        assertEquals("validated", statusOfHypothesis(id));
    }

    @Test
    void a_research_does_not_judge_what_it_has_just_supposed_itself() {
        String id = String.valueOf(database.text("SELECT hypothesis_id('Mine.')"));
        remember(ALesson.of("op_origin").supposes("Mine.").judges(id, Outcome.VALIDATED));
        assertEquals("untested", statusOfHypothesis(id));
    }

    @Test
    void what_is_said_of_hypotheses_that_nobody_knows_is_logged_and_ignored() {
        remember(ALesson.of("op_origin").supposes("Known."));
        String known = hypothesis("Known.");
        try (LogWatch log = new LogWatch()) {
            remember(ALesson.of("op_test")
                    .judges(
                            new HypothesisOutcome("hyp_unknown", Outcome.VALIDATED, "e"),
                            new HypothesisOutcome("'; --\0", Outcome.VALIDATED, "e"),
                            new HypothesisOutcome(known, Outcome.REFUTED, "e\0vidence"),
                            new HypothesisOutcome(known, Outcome.VALIDATED, "said twice: the first counts")));
            assertEquals(1, log.with("hyp_unknown").size());
            assertFalse(log.with("hyp_unknown").getFirst().contains(known));
        }
        assertEquals("refuted", statusOfHypothesis(known));
        assertEquals(1, database.number("SELECT count(*) FROM hypothesis_test"));
    }

    @Test
    void a_design_is_shown_untested_hypotheses_before_unclear_ones_and_no_decided_ones() {
        remember(ALesson.of("op_origin")
                .supposes(
                        "Volume tells nothing.",
                        "Volume volume volume was unclear.",
                        "Volume helps.",
                        "Volume hurts.",
                        "Stochastic."));
        remember(ALesson.of("op_test")
                .judges(
                        new HypothesisOutcome(
                                hypothesis("Volume volume volume was unclear."), Outcome.INCONCLUSIVE, ""),
                        new HypothesisOutcome(hypothesis("Volume helps."), Outcome.VALIDATED, ""),
                        new HypothesisOutcome(hypothesis("Volume hurts."), Outcome.REFUTED, "")));
        assertEquals(List.of("Volume tells nothing.", "Volume volume volume was unclear."), open("volume"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE hypothesis SET status = 'validated'",
                "UPDATE hypothesis SET validated = 1",
                "UPDATE hypothesis SET validated = -1",
                "UPDATE hypothesis SET tested_by = 'op_x', tested_at = now(), evidence = ''",
                "UPDATE hypothesis SET text = 'Another one'",
                "INSERT INTO hypothesis_test SELECT id, 'op_nobody', 'validated', '', now() FROM hypothesis"
            })
    void no_statement_can_write_what_does_not_follow_from_tests(String statement) {
        remember(ALesson.of("op_origin").supposes("Longer is better."));
        assertThrows(IllegalStateException.class, () -> database.sql(statement));
    }
}

package io.ktrdr.coordinator.models;

import static io.ktrdr.coordinator.models.FakeProvider.error;
import static io.ktrdr.coordinator.models.ModelSetup.FREE;
import static io.ktrdr.coordinator.models.ModelSetup.PLAIN;
import static io.ktrdr.coordinator.models.ModelSetup.PRICES;
import static io.ktrdr.coordinator.models.ModelSetup.STRUCTURED;
import static io.ktrdr.coordinator.models.ModelSetup.chain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.coordinator.models.FakeProvider.Anthropic;
import io.ktrdr.coordinator.models.FakeProvider.OpenAi;
import io.ktrdr.coordinator.models.ModelState.Circuit;
import io.ktrdr.coordinator.models.Preference.Candidate;
import io.ktrdr.coordinator.models.Setback.Cause;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which of two models is asked, and by what that can be decided. */
class ChoiceTest {
    private final FakeProvider first = new FakeProvider();
    private final FakeProvider second = new FakeProvider();
    private final SettableClock clock = new SettableClock();

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private ModelChain both(ModelSetup primary) {
        return chain(ModelSetup.QUICK, clock, primary, ModelSetup.openAi(second));
    }

    private ModelChain both() {
        return both(ModelSetup.anthropic(first));
    }

    private static ModelState opus(ModelChain chain) {
        return chain.states().getFirst();
    }

    @Test
    void the_caller_says_who_is_asked_first() throws Exception {
        first.answers(Anthropic.text("From the first."));
        second.answers(error(500, "server_error", "Oh"));
        Outcome.Answered answered = assertInstanceOf(Outcome.Answered.class, both().ask(PLAIN, List::reversed, FREE));
        assertEquals("opus", answered.model());
        assertEquals("gpt", answered.setbacks().getFirst().model());
    }

    @Test
    void who_is_left_out_is_not_asked() throws Exception {
        first.answers(error(500, "server_error", "Oh"));
        assertInstanceOf(Outcome.Exhausted.class, both().ask(PLAIN, candidates -> candidates.subList(0, 1), FREE));
        assertEquals(0, second.requests());
    }

    @Test
    void the_choice_is_made_by_price_and_state() throws Exception {
        second.answers(OpenAi.text("From the second."));
        List<Candidate> seen = new ArrayList<>();
        ModelChain chain = both();
        Preference preference = candidates -> {
            seen.addAll(candidates);
            return candidates.reversed();
        };
        chain.ask(STRUCTURED, preference, FREE);
        assertEquals(chain.estimate(STRUCTURED), seen.getFirst().atMost());
        assertEquals(
                List.of("opus", "gpt"),
                seen.stream().map(candidate -> candidate.state().name()).toList());
        assertTrue(seen.stream().allMatch(candidate -> candidate.state().isAvailable(clock.instant())));
    }

    @Test
    void a_preference_cannot_ask_a_model_twice() {
        Preference twice = candidates -> List.of(candidates.getFirst(), candidates.getFirst());
        assertThrows(IllegalArgumentException.class, () -> both().ask(PLAIN, twice, FREE));
        assertEquals(0, first.requests());
    }

    @Test
    void a_repair_is_not_asked_of_models_that_have_just_failed() throws Exception {
        first.answers(error(529, "overloaded_error", "Overloaded"));
        second.answers(OpenAi.text("Good."), OpenAi.text("{\"verdict\": \"good\", \"score\": 7}"));
        Outcome.Answered answered = assertInstanceOf(Outcome.Answered.class, both().ask(STRUCTURED, FREE));
        assertEquals(3, first.requests());
        assertEquals(1, answered.setbacks().size());
    }

    @Test
    void before_its_first_question_a_model_is_available_and_nothing_is_used() {
        ModelState state = opus(both(ModelSetup.anthropic(first).perMinute(7)));
        assertEquals(
                new ModelState(
                        "opus",
                        "anthropic",
                        "the-model",
                        URI.create(first.url()),
                        PRICES,
                        Circuit.CLOSED,
                        Optional.empty(),
                        new ModelState.Used(0, OptionalLong.of(7)),
                        new ModelState.Used(0, OptionalLong.empty()),
                        OptionalLong.empty(),
                        Optional.empty()),
                state);
        assertTrue(state.isAvailable(clock.instant()));
    }

    @Test
    void what_a_model_has_used_is_told_also_where_nothing_is_limited() throws Exception {
        first.answers(Anthropic.text("From the first."));
        ModelChain chain = both();
        chain.ask(PLAIN, FREE);
        chain.ask(PLAIN, FREE);
        assertEquals(2, opus(chain).requests().used());
        assertEquals(320, opus(chain).tokens().used());
        clock.advance(Duration.ofMinutes(1));
        assertEquals(0, opus(chain).requests().used());
        assertEquals(320, opus(chain).tokens().used());
    }

    @Test
    void a_model_whose_limit_is_used_up_is_not_available() throws Exception {
        first.answers(Anthropic.text("From the first."));
        ModelChain chain = both(ModelSetup.anthropic(first).perMinute(1));
        chain.ask(PLAIN, FREE);
        assertFalse(opus(chain).isAvailable(clock.instant()));
        clock.advance(Duration.ofMinutes(1));
        assertTrue(opus(chain).isAvailable(clock.instant()));
    }

    @Test
    void what_others_have_used_of_the_day_counts_once() throws Exception {
        first.answers(Anthropic.text("From the first."));
        second.answers(OpenAi.text("From the second."));
        ModelChain chain = both(ModelSetup.anthropic(first).perDay(10_000));
        chain.ask(PLAIN, FREE);
        chain.usedToday(Map.of("opus", 100L, "forgotten", 5L));
        assertEquals(160, opus(chain).tokens().used());
        chain.usedToday(Map.of("opus", 9_999L));
        assertEquals(9_999, opus(chain).tokens().used());
        Setback setback = chain.ask(PLAIN, FREE).setbacks().getFirst();
        assertEquals(Cause.TOKENS_OF_DAY, setback.cause());
        clock.advance(Duration.ofHours(14));
        assertEquals(0, opus(chain).tokens().used());
    }

    @Test
    void its_breaker_and_its_last_failure_are_told_without_its_key() throws Exception {
        first.answers(error(529, "overloaded_error", "Overloaded: " + ModelSetup.KEY));
        second.answers(OpenAi.text("From the second."));
        ModelChain chain = both();
        chain.ask(PLAIN, FREE);
        chain.ask(PLAIN, FREE);
        ModelState state = opus(chain);
        assertEquals(Circuit.OPEN, state.circuit());
        assertFalse(state.isAvailable(clock.instant()));
        assertEquals(
                Optional.of(new ModelState.Failure(clock.instant(), "HTTP 529: overloaded_error: Overloaded: ***")),
                state.lastFailure());
        assertEquals(Circuit.CLOSED, chain.states().getLast().circuit());
    }

    @Test
    void how_long_its_provider_wants_to_be_left_alone_is_told() throws Exception {
        first.answers(error(429, "rate_limit_error", "Slow down").withHeader("Retry-After", "300"));
        second.answers(OpenAi.text("From the second."));
        ModelChain chain = both();
        chain.ask(PLAIN, FREE);
        Instant until = clock.instant().plusSeconds(300);
        assertEquals(Optional.of(until), opus(chain).leftAlone());
        assertFalse(opus(chain).isAvailable(until.minusSeconds(1)));
        assertTrue(opus(chain).isAvailable(until));
    }

    @Test
    void a_test_asks_one_model_and_is_paid_for() throws Exception {
        second.answers(OpenAi.text("Yes."));
        Purse purse = new Purse();
        assertInstanceOf(Outcome.Answered.class, both().test("gpt", purse).orElseThrow());
        assertEquals(1, purse.settled().size());
        assertEquals(0, first.requests());
    }

    @Test
    void a_test_does_not_fall_back() throws Exception {
        first.answers(error(500, "server_error", "Oh"));
        Outcome.Exhausted exhausted = assertInstanceOf(
                Outcome.Exhausted.class, both().test("opus", FREE).orElseThrow());
        assertEquals(List.of(new Setback("opus", Cause.FAILED, "HTTP 500: server_error: Oh")), exhausted.setbacks());
        assertEquals(0, second.requests());
    }

    @Test
    void a_model_that_is_not_there_cannot_be_tested() throws Exception {
        assertEquals(Optional.empty(), both().test("sonnet", FREE));
    }
}

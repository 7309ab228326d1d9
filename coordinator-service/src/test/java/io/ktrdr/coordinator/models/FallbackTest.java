package io.ktrdr.coordinator.models;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.ktrdr.coordinator.Eventually.eventually;
import static io.ktrdr.coordinator.models.FakeProvider.error;
import static io.ktrdr.coordinator.models.ModelSetup.FREE;
import static io.ktrdr.coordinator.models.ModelSetup.PLAIN;
import static io.ktrdr.coordinator.models.ModelSetup.QUICK;
import static io.ktrdr.coordinator.models.ModelSetup.STRUCTURED;
import static io.ktrdr.coordinator.models.ModelSetup.chain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.ktrdr.coordinator.models.FakeProvider.Anthropic;
import io.ktrdr.coordinator.models.FakeProvider.OpenAi;
import io.ktrdr.coordinator.models.Setback.Cause;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two models: the first is in trouble, the second is well. */
class FallbackTest {
    private final FakeProvider first = new FakeProvider();
    private final FakeProvider second = new FakeProvider();
    private final SettableClock clock = new SettableClock();

    @BeforeEach
    void second_is_well() {
        second.answers(OpenAi.text("From the second."));
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private static ResponseDefinitionBuilder overloaded() {
        return error(529, "overloaded_error", "Overloaded");
    }

    private ModelSetup primary() {
        return ModelSetup.anthropic(first);
    }

    private ModelChain both() {
        return both(primary());
    }

    private ModelChain both(ModelSetup primary) {
        return both(QUICK, primary);
    }

    private ModelChain both(Guarding guarding, ModelSetup primary) {
        return chain(guarding, clock, primary, ModelSetup.openAi(second));
    }

    private static Setback onlySetback(Outcome outcome) {
        assertEquals(1, outcome.setbacks().size(), outcome::toString);
        return outcome.setbacks().getFirst();
    }

    private static Guarding attempts(int attempts) {
        return new Guarding(
                attempts,
                QUICK.firstPause(),
                QUICK.longestPause(),
                QUICK.failuresToOpen(),
                QUICK.open(),
                QUICK.successesToClose());
    }

    @Test
    void the_first_model_is_asked_first_and_the_second_not_at_all() throws Exception {
        first.answers(Anthropic.text("From the first."));
        Outcome.Answered answered = assertInstanceOf(Outcome.Answered.class, both().ask(PLAIN, FREE));
        assertEquals("opus", answered.model());
        assertEquals(List.of(), answered.setbacks());
        assertEquals(0, second.requests());
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 529})
    void a_passing_trouble_is_retried(int status) throws Exception {
        first.answers(error(status, "some_error", "Try again"), Anthropic.text("From the first."));
        Outcome.Answered answered = assertInstanceOf(Outcome.Answered.class, both().ask(PLAIN, FREE));
        assertEquals("opus", answered.model());
        assertEquals(2, first.requests());
    }

    @Test
    void after_three_attempts_the_next_model_is_asked() throws Exception {
        first.answers(overloaded());
        Outcome.Answered answered = assertInstanceOf(Outcome.Answered.class, both().ask(PLAIN, FREE));
        assertEquals("gpt", answered.model());
        assertEquals(3, first.requests());
        assertEquals(
                new Setback("opus", Cause.FAILED, "HTTP 529: overloaded_error: Overloaded"), onlySetback(answered));
    }

    @Test
    void a_lost_connection_is_retried_and_then_the_next_model_is_asked() throws Exception {
        first.answers(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        Outcome.Answered answered = assertInstanceOf(Outcome.Answered.class, both().ask(PLAIN, FREE));
        assertEquals("gpt", answered.model());
        assertTrue(onlySetback(answered).reason().startsWith("connection lost"), answered::toString);
    }

    @Test
    void without_a_connection_the_next_model_is_asked() throws Exception {
        ModelSetup gone = primary();
        first.close();
        Outcome.Answered answered =
                assertInstanceOf(Outcome.Answered.class, both(gone).ask(PLAIN, FREE));
        assertEquals("no connection", onlySetback(answered).reason());
    }

    @Test
    void what_is_no_answer_at_all_counts_as_a_failure() throws Exception {
        first.answers(FakeProvider.ok("<html>A proxy that means well</html>"));
        Outcome.Answered answered = assertInstanceOf(Outcome.Answered.class, both().ask(PLAIN, FREE));
        assertEquals("an answer that cannot be read", onlySetback(answered).reason());
    }

    @ParameterizedTest
    @ValueSource(ints = {402, 404})
    void a_model_that_is_not_to_be_had_is_not_retried(int status) throws Exception {
        first.answers(error(status, "not_found_error", "model: the-model"));
        assertEquals(
                "gpt",
                assertInstanceOf(Outcome.Answered.class, both().ask(PLAIN, FREE))
                        .model());
        assertEquals(1, first.requests());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void an_invalid_request_fails_and_is_sent_to_nobody_else(int status) throws Exception {
        first.answers(error(status, "invalid_request_error", "max_tokens: too many"));
        Outcome.Rejected rejected = assertInstanceOf(Outcome.Rejected.class, both().ask(PLAIN, FREE));
        assertEquals(Outcome.Rejected.Why.INVALID_REQUEST, rejected.why());
        assertEquals("HTTP " + status + ": invalid_request_error: max_tokens: too many", rejected.reason());
        assertEquals(1, first.requests());
        assertEquals(0, second.requests());
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void failed_authentication_fails_and_is_not_hidden_by_another_model(int status) throws Exception {
        first.answers(error(status, "authentication_error", "invalid x-api-key"));
        Outcome.Rejected rejected = assertInstanceOf(Outcome.Rejected.class, both().ask(PLAIN, FREE));
        assertEquals(Outcome.Rejected.Why.AUTHENTICATION, rejected.why());
        assertEquals(1, first.requests());
        assertEquals(0, second.requests());
    }

    @Test
    void a_refusal_is_not_taken_to_another_model() throws Exception {
        first.answers(Anthropic.message("[]", "refusal"));
        assertInstanceOf(Outcome.Refused.class, both().ask(PLAIN, FREE));
        assertEquals(0, second.requests());
    }

    @Test
    void when_all_fail_the_reason_of_each_is_told() throws Exception {
        first.answers(overloaded());
        second.answers(error(500, "server_error", "The server had an error"));
        Outcome.Exhausted exhausted = assertInstanceOf(Outcome.Exhausted.class, both().ask(PLAIN, FREE));
        assertEquals(
                List.of(
                        new Setback("opus", Cause.FAILED, "HTTP 529: overloaded_error: Overloaded"),
                        new Setback("gpt", Cause.FAILED, "HTTP 500: server_error: The server had an error")),
                exhausted.setbacks());
    }

    @Test
    void a_question_without_words_is_a_mistake_of_the_caller() {
        assertThrows(
                IllegalArgumentException.class, () -> both().ask(Question.forText("You are terse.", "", 10), FREE));
        assertEquals(0, first.requests());
        assertEquals(0, second.requests());
    }

    @Test
    void without_models_everything_is_exhausted() throws Exception {
        assertInstanceOf(Outcome.Exhausted.class, chain().ask(PLAIN, FREE));
        assertTrue(chain().isEmpty());
    }

    @Test
    void a_model_that_does_not_answer_in_time_is_tried_twice() throws Exception {
        first.answers(Anthropic.text("Too late.").withFixedDelay(60_000));
        Outcome.Answered answered = assertInstanceOf(
                Outcome.Answered.class,
                both(primary().within(Duration.ofMillis(200))).ask(PLAIN, FREE));
        assertEquals("gpt", answered.model());
        assertEquals(new Setback("opus", Cause.FAILED, "no answer within 200 ms"), onlySetback(answered));
        assertTrue(first.requests() <= 2);
    }

    @Test
    void a_short_wait_that_the_provider_asks_for_is_kept() throws Exception {
        first.answers(overloaded().withHeader("Retry-After", "1"), Anthropic.text("From the first."));
        assertEquals(
                "opus",
                assertInstanceOf(Outcome.Answered.class, both().ask(PLAIN, FREE))
                        .model());
        assertTrue(first.between(0, 1).compareTo(Duration.ofMillis(990)) >= 0, () -> "" + first.between(0, 1));
    }

    @Test
    void a_long_wait_is_not_waited_for_and_the_model_is_left_alone_until_then() throws Exception {
        first.answers(
                error(429, "rate_limit_error", "Slow down").withHeader("Retry-After", "300"),
                Anthropic.text("From the first."));
        ModelChain chain = both();
        assertEquals(Cause.FAILED, onlySetback(chain.ask(PLAIN, FREE)).cause());
        clock.advance(Duration.ofSeconds(299));
        assertEquals(Cause.ASKED_TO_WAIT, onlySetback(chain.ask(PLAIN, FREE)).cause());
        assertEquals(1, first.requests());
        clock.advance(Duration.ofSeconds(1));
        assertEquals(
                "opus",
                assertInstanceOf(Outcome.Answered.class, chain.ask(PLAIN, FREE)).model());
    }

    @Test
    void after_five_failures_a_model_is_not_asked_again() throws Exception {
        first.answers(overloaded());
        ModelChain chain = both(attempts(1), primary());
        for (int i = 0; i < 5; i++) {
            assertEquals(Cause.FAILED, onlySetback(chain.ask(PLAIN, FREE)).cause());
        }
        assertEquals(Cause.CIRCUIT_OPEN, onlySetback(chain.ask(PLAIN, FREE)).cause());
        assertEquals(5, first.requests());
    }

    @Test
    void four_failures_and_a_success_leave_it_in_use() throws Exception {
        first.answers(overloaded(), overloaded(), overloaded(), overloaded(), Anthropic.text("Well."), overloaded());
        ModelChain chain = both(attempts(1), primary());
        for (int i = 0; i < 9; i++) {
            chain.ask(PLAIN, FREE);
        }
        assertEquals(9, first.requests());
    }

    @Test
    void a_model_that_is_well_again_is_used_again() throws Exception {
        first.answers(overloaded(), overloaded(), overloaded(), overloaded(), overloaded(), Anthropic.text("Well."));
        ModelChain chain = both(attempts(1), primary());
        for (int i = 0; i < 5; i++) {
            chain.ask(PLAIN, FREE);
        }
        eventually(() -> answerer(chain).equals("opus"), () -> "half open");
        for (int i = 0; i < 3; i++) {
            assertEquals("opus", answerer(chain));
        }
    }

    @Test
    void a_model_that_is_still_ill_is_left_alone_again_at_once() throws Exception {
        first.answers(overloaded());
        ModelChain chain = both(attempts(1), primary());
        for (int i = 0; i < 5; i++) {
            chain.ask(PLAIN, FREE);
        }
        eventually(() -> causeOfFirst(chain) == Cause.FAILED, () -> "half open");
        assertEquals(6, first.requests());
        assertEquals(Cause.CIRCUIT_OPEN, causeOfFirst(chain));
        assertEquals(6, first.requests());
    }

    @Test
    void two_successes_are_not_enough_to_be_well_again_but_three_are() throws Exception {
        ResponseDefinitionBuilder well = Anthropic.text("Well.");
        ResponseDefinitionBuilder ill = overloaded();
        first.answers(ill, ill, ill, ill, ill, well, well, ill, well, well, well, ill, ill, ill, ill, well);
        ModelChain chain = both(attempts(1), primary());
        for (int i = 0; i < 5; i++) {
            chain.ask(PLAIN, FREE);
        }
        awaitCircuit(chain, ModelState.Circuit.HALF_OPEN);
        chain.ask(PLAIN, FREE);
        chain.ask(PLAIN, FREE);
        awaitCircuit(chain, ModelState.Circuit.HALF_OPEN);
        chain.ask(PLAIN, FREE);
        assertEquals(ModelState.Circuit.OPEN, chain.states().getFirst().circuit());
        awaitCircuit(chain, ModelState.Circuit.HALF_OPEN);
        for (int i = 0; i < 3; i++) {
            assertEquals("opus", answerer(chain));
        }
        for (int i = 0; i < 4; i++) {
            assertEquals("gpt", answerer(chain));
        }
        assertEquals("opus", answerer(chain));
        assertEquals(ModelState.Circuit.CLOSED, chain.states().getFirst().circuit());
    }

    private static void awaitCircuit(ModelChain chain, ModelState.Circuit circuit) {
        eventually(() -> chain.states().getFirst().circuit() == circuit, () -> circuit + ": " + chain.states());
    }

    private static String answerer(ModelChain chain) {
        return assertInstanceOf(Outcome.Answered.class, asked(chain)).model();
    }

    private static Cause causeOfFirst(ModelChain chain) {
        return onlySetback(asked(chain)).cause();
    }

    private static Outcome asked(ModelChain chain) {
        try {
            return chain.ask(PLAIN, FREE);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void our_own_mistakes_do_not_count_against_a_model() throws Exception {
        first.answers(error(400, "invalid_request_error", "No"));
        ModelChain chain = both();
        for (int i = 0; i < 8; i++) {
            assertInstanceOf(Outcome.Rejected.class, chain.ask(PLAIN, FREE));
        }
        assertEquals(8, first.requests());
    }

    @Test
    void more_requests_than_allowed_in_a_minute_are_not_sent() throws Exception {
        first.answers(Anthropic.text("From the first."));
        ModelChain chain = both(primary().perMinute(2));
        assertEquals("opus", answerer(chain));
        assertEquals("opus", answerer(chain));
        Outcome third = chain.ask(PLAIN, FREE);
        assertEquals(
                new Setback("opus", Cause.REQUESTS_OF_MINUTE, "2 requests in a minute are all it may be sent"),
                onlySetback(third));
        assertEquals(2, first.requests());
    }

    @Test
    void attempts_count_as_requests_and_the_real_trouble_is_told() throws Exception {
        first.answers(overloaded());
        Setback setback = onlySetback(both(primary().perMinute(2)).ask(PLAIN, FREE));
        assertEquals(Cause.FAILED, setback.cause());
        assertTrue(setback.reason().startsWith("HTTP 529"), setback::toString);
        assertEquals(2, first.requests());
    }

    @Test
    void requests_are_sent_again_when_the_minute_is_over() throws Exception {
        first.answers(Anthropic.text("From the first."));
        ModelChain chain = both(primary().perMinute(1));
        assertEquals("opus", answerer(chain));
        clock.advance(Duration.ofSeconds(59));
        assertEquals("gpt", answerer(chain));
        clock.advance(Duration.ofSeconds(1));
        assertEquals("opus", answerer(chain));
    }

    @Test
    void requests_that_were_not_sent_do_not_keep_the_circuit_closed() throws Exception {
        first.answers(overloaded());
        ModelChain chain = both(attempts(1), primary().perMinute(2));
        for (int minute = 0; minute < 3; minute++) {
            for (int i = 0; i < 4; i++) {
                chain.ask(PLAIN, FREE);
            }
            clock.advance(Duration.ofMinutes(1));
        }
        assertEquals(5, first.requests());
        assertEquals(Cause.CIRCUIT_OPEN, causeOfFirst(chain));
    }

    @Test
    void an_open_circuit_uses_up_no_requests() throws Exception {
        first.answers(overloaded(), overloaded(), overloaded(), overloaded(), overloaded(), Anthropic.text("Well."));
        ModelChain chain = both(attempts(1), primary().perMinute(6));
        for (int i = 0; i < 20; i++) {
            chain.ask(PLAIN, FREE);
        }
        eventually(() -> answerer(chain).equals("opus"), () -> "half open");
        assertEquals(6, first.requests());
    }

    @Test
    void more_tokens_than_allowed_in_a_day_are_not_asked_for() throws Exception {
        first.answers(Anthropic.text("From the first."));
        long enoughForOne = Size.of(PLAIN).total() + 100;
        ModelChain chain = both(primary().perDay(enoughForOne));
        // 160 tokens were used really
        assertEquals("opus", answerer(chain));
        assertEquals(Cause.TOKENS_OF_DAY, causeOfFirst(chain));
        assertEquals(1, first.requests());
        clock.advance(Duration.ofHours(14));
        assertEquals("opus", answerer(chain));
    }

    @Test
    void what_was_taken_of_the_day_for_a_call_that_failed_is_given_back() throws Exception {
        first.answers(overloaded(), overloaded(), overloaded(), Anthropic.text("From the first."));
        ModelChain chain = both(primary().perDay(Size.of(PLAIN).total()));
        assertEquals("gpt", answerer(chain));
        assertEquals("opus", answerer(chain));
    }

    @Test
    void a_repair_may_come_from_another_model() throws Exception {
        first.answers(Anthropic.tool("{\"verdict\": \"superb\"}"), overloaded());
        second.answers(OpenAi.text("{\"verdict\": \"good\", \"score\": 7}"));
        Outcome.Answered answered = assertInstanceOf(Outcome.Answered.class, both().ask(STRUCTURED, FREE));
        assertEquals("gpt", answered.model());
        assertEquals(
                List.of("opus", "gpt"),
                answered.charges().stream().map(Charge::model).toList());
    }
}

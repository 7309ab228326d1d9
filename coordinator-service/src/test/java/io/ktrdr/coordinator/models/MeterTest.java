package io.ktrdr.coordinator.models;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.ktrdr.coordinator.Eventually.eventually;
import static io.ktrdr.coordinator.models.FakeProvider.error;
import static io.ktrdr.coordinator.models.ModelSetup.FREE;
import static io.ktrdr.coordinator.models.ModelSetup.PLAIN;
import static io.ktrdr.coordinator.models.ModelSetup.PRICES;
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
import io.ktrdr.coordinator.models.Meter.Decision;
import io.ktrdr.coordinator.models.Setback.Cause;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is paid for, and when. */
class MeterTest {
    private static final BigDecimal AT_MOST = PRICES.atMost(Size.of(PLAIN));
    /** Of the 160 tokens of an answer here. */
    private static final BigDecimal USUAL = new BigDecimal("0.0009475");

    private final FakeProvider first = new FakeProvider();
    private final FakeProvider second = new FakeProvider();
    private final Purse purse = new Purse();

    @BeforeEach
    void second_is_well() {
        second.answers(OpenAi.text("From the second."));
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private ModelSetup primary() {
        return ModelSetup.anthropic(first);
    }

    private ModelChain both() {
        return chain(primary(), ModelSetup.openAi(second));
    }

    private static ResponseDefinitionBuilder overloaded() {
        return error(529, "overloaded_error", "Overloaded");
    }

    private static void assertUsd(BigDecimal expected, BigDecimal actual) {
        assertEquals(0, expected.compareTo(actual), () -> expected + " expected, not " + actual);
    }

    /** What it was told about the only request. */
    private Charge settledFor(ResponseDefinitionBuilder response, Question question) throws InterruptedException {
        first.answers(response);
        Guarding once = new Guarding(1, QUICK.firstPause(), QUICK.longestPause(), 5, QUICK.open(), 3);
        ModelSetup setup = primary().within(Duration.ofSeconds(1));
        Outcome outcome = chain(once, new SettableClock(), setup).ask(question, purse);
        assertEquals(1, purse.reserved().size());
        assertEquals(1, purse.settled().size());
        Charge charge = purse.settled().getFirst();
        assertEquals(charge.isOfNothing() ? List.of() : List.of(charge), outcome.charges());
        return charge;
    }

    @Test
    void a_request_is_paid_for_before_it_is_sent_and_settled_after_it() throws Exception {
        first.answers(Anthropic.text("Something."));
        List<String> order = new ArrayList<>();
        both().ask(PLAIN, request -> {
            order.add(request.number() + " " + request.model() + " reserved, sent: " + first.requests());
            assertUsd(AT_MOST, request.atMost());
            return new Decision.Granted(charge -> {
                order.add("settled, sent: " + first.requests());
                assertUsd(USUAL, charge.usd());
            });
        });
        assertEquals(List.of("1 opus reserved, sent: 0", "settled, sent: 1"), order);
    }

    @Test
    void every_attempt_and_every_repair_is_paid_for_by_itself() throws Exception {
        first.answers(overloaded(), Anthropic.tool("{\"verdict\": \"superb\"}"), overloaded());
        second.answers(OpenAi.text("{\"verdict\": \"good\", \"score\": 7}"));
        assertInstanceOf(Outcome.Answered.class, both().ask(STRUCTURED, purse));
        assertEquals(
                List.of("1 opus", "2 opus", "3 opus", "4 opus", "5 opus", "6 gpt"),
                purse.reserved().stream()
                        .map(request -> request.number() + " " + request.model())
                        .toList());
        assertTrue(purse.reserved()
                        .get(2)
                        .atMost()
                        .compareTo(purse.reserved().get(1).atMost())
                > 0);
        assertEquals(
                List.of(0L, 160L, 0L, 0L, 0L, 110L),
                purse.settled().stream()
                        .map(charge -> charge.usage().orElseThrow().total())
                        .toList());
    }

    @Test
    void when_it_pays_for_nothing_more_nothing_is_sent_to_anybody() throws Exception {
        Outcome.Unpaid unpaid = assertInstanceOf(
                Outcome.Unpaid.class, both().ask(PLAIN, purse.saying(new Decision.Stop("another one leads"))));
        assertEquals("another one leads", unpaid.reason());
        assertEquals("opus", unpaid.model());
        assertEquals(0, first.requests() + second.requests());
        assertEquals(List.of(), purse.settled());
    }

    @Test
    void it_may_stop_between_attempts_and_what_was_spent_is_told() throws Exception {
        first.answers(Anthropic.tool("{\"verdict\": \"superb\"}"));
        Meter twice =
                request -> request.number() == 1 ? new Decision.Granted(charge -> {}) : new Decision.Stop("cancelled");
        Outcome.Unpaid unpaid = assertInstanceOf(Outcome.Unpaid.class, both().ask(STRUCTURED, twice));
        assertUsd(USUAL, unpaid.cost());
        assertEquals(1, first.requests());
    }

    @Test
    void when_a_model_is_too_dear_the_next_one_is_asked() throws Exception {
        Outcome.Answered answered = assertInstanceOf(
                Outcome.Answered.class, both().ask(PLAIN, purse.saying(new Decision.TooDear("1 cent is left"))));
        assertEquals("gpt", answered.model());
        assertEquals(List.of(new Setback("opus", Cause.TOO_DEAR, "1 cent is left")), answered.setbacks());
        assertEquals(0, first.requests());
    }

    @Test
    void what_is_not_paid_for_uses_up_no_limit() throws Exception {
        first.answers(Anthropic.text("Something."));
        ModelChain chain = chain(primary().perMinute(1).perDay(Size.of(PLAIN).total()));
        chain.ask(PLAIN, purse.saying(new Decision.Stop("no"), new Decision.TooDear("no")));
        chain.ask(PLAIN, purse);
        assertThrows(
                IllegalStateException.class,
                () -> chain.ask(PLAIN, request -> {
                    throw new IllegalStateException("no database");
                }));
        assertEquals(0, first.requests());
        assertInstanceOf(Outcome.Answered.class, chain.ask(PLAIN, FREE));
    }

    @Test
    void what_its_provider_refused_costs_nothing() throws Exception {
        assertEquals(Optional.of(Usage.NONE), settledFor(overloaded(), PLAIN).usage());
    }

    @Test
    void a_request_that_came_back_too_late_costs_what_it_may_have_cost() throws Exception {
        Charge charge = settledFor(Anthropic.text("Too late.").withFixedDelay(60_000), PLAIN);
        assertEquals(Optional.empty(), charge.usage());
        assertUsd(AT_MOST, charge.usd());
    }

    @Test
    void so_does_one_whose_connection_was_lost() throws Exception {
        Charge charge = settledFor(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), PLAIN);
        assertEquals(Optional.empty(), charge.usage());
        assertUsd(AT_MOST, charge.usd());
    }

    @Test
    void so_does_one_whose_answer_breaks_off() throws Exception {
        Charge charge = settledFor(Anthropic.text("Half.").withFault(Fault.RANDOM_DATA_THEN_CLOSE), PLAIN);
        assertEquals(Optional.empty(), charge.usage());
    }

    @Test
    void so_does_an_answer_that_is_silent_about_its_tokens() throws Exception {
        Charge charge = settledFor(FakeProvider.ok("""
                        {"id": "msg_1", "type": "message", "role": "assistant", "model": "m", "stop_reason": "end_turn",
                         "content": [{"type": "text", "text": "Something."}]}
                        """), PLAIN);
        assertEquals(Optional.empty(), charge.usage());
        assertUsd(AT_MOST, charge.usd());
    }

    @Test
    void tokens_that_nobody_counted_are_gone_for_the_day() throws Exception {
        first.answers(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        ModelChain chain = chain(primary().perDay(Size.of(PLAIN).total()));
        Setback setback = chain.ask(PLAIN, FREE).setbacks().getFirst();
        assertTrue(setback.reason().contains("not asked again: up to"), setback::toString);
        assertEquals(1, first.requests());
    }

    @Test
    void without_a_connection_nothing_is_spent() throws Exception {
        ModelSetup gone = primary();
        first.close();
        assertEquals(BigDecimal.ZERO, chain(gone).ask(PLAIN, purse).cost());
        assertEquals(3, purse.settled().size());
    }

    @Test
    void what_is_broken_off_is_never_settled() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        ModelChain chain = chainOf(question -> {
            asked.countDown();
            new CountDownLatch(1).await();
            throw new AssertionError();
        });
        CompletableFuture<Object> end = new CompletableFuture<>();
        Thread asking = Thread.ofVirtual().start(() -> end.complete(outcomeOf(chain, purse)));
        assertTrue(asked.await(20, TimeUnit.SECONDS));
        asking.interrupt();
        assertInstanceOf(InterruptedException.class, end.get(20, TimeUnit.SECONDS));
        assertEquals(1, purse.reserved().size());
        assertEquals(List.of(), purse.settled());
    }

    @Test
    void while_a_model_is_left_alone_it_is_not_asked_for_money() throws Exception {
        first.answers(overloaded());
        ModelChain chain = both();
        chain.ask(PLAIN, FREE);
        chain.ask(PLAIN, FREE);
        assertEquals(ModelState.Circuit.OPEN, chain.states().getFirst().circuit());
        chain.ask(PLAIN, purse);
        assertEquals(
                List.of("gpt"),
                purse.reserved().stream().map(Meter.Request::model).toList());
    }

    @Test
    void what_the_breaker_holds_back_at_the_last_moment_costs_nothing() throws Exception {
        CountDownLatch trying = new CountDownLatch(3);
        CountDownLatch enough = new CountDownLatch(1);
        List<Integer> calls = new ArrayList<>();
        ModelChain chain = chainOf(question -> {
            synchronized (calls) {
                calls.add(1);
                if (calls.size() <= 5) {
                    throw new CallFailure(io.ktrdr.coordinator.models.Fault.TEMPORARY, "ill", null, Usage.NONE);
                }
            }
            trying.countDown();
            enough.await();
            return new Reply("Well.", Reply.Ending.COMPLETE, new Usage(1, 1, 0, 0));
        });
        chain.ask(PLAIN, FREE);
        chain.ask(PLAIN, FREE);
        eventually(
                () -> chain.states().getFirst().circuit() == ModelState.Circuit.HALF_OPEN,
                () -> "half open: " + chain.states());
        for (int i = 0; i < 3; i++) {
            Thread.ofVirtual().start(() -> outcomeOf(chain, FREE));
        }
        assertTrue(trying.await(20, TimeUnit.SECONDS));
        assertEquals(
                Cause.CIRCUIT_OPEN,
                chain.ask(PLAIN, purse).setbacks().getFirst().cause());
        assertEquals(
                List.of(Optional.of(Usage.NONE)),
                purse.settled().stream().map(Charge::usage).toList());
        enough.countDown();
        eventually(
                () -> chain.states().getFirst().circuit() == ModelState.Circuit.CLOSED,
                () -> "closed: " + chain.states());
    }

    private static ModelChain chainOf(Provider provider) {
        ConfiguredModel model = new ModelSetup(
                        "silent",
                        ConfiguredModel.Kind.OPENAI,
                        "http://127.0.0.1:1",
                        null,
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        Duration.ofMinutes(1))
                .configured();
        return new ModelChain(
                List.of(new GuardedModel(model, provider, QUICK, new SettableClock(), () -> 0, ModelWatch.NOBODY)));
    }

    private static Object outcomeOf(ModelChain chain, Meter meter) {
        try {
            return chain.ask(PLAIN, meter);
        } catch (InterruptedException | RuntimeException e) {
            return e;
        }
    }
}

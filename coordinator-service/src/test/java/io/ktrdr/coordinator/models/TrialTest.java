package io.ktrdr.coordinator.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.languagemodel.LanguageModelTrial;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.coordinator.models.FakeProvider.Anthropic;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrialTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final FakeProvider provider = new FakeProvider();
    private final AtomicLong millis = new AtomicLong();

    @AfterEach
    void close() {
        provider.close();
    }

    private LanguageModelTrial test(String name, Duration longest) {
        ModelChain chain = ModelSetup.chain(ModelSetup.anthropic(provider));
        return new Trial(chain, name, longest, () -> millis.addAndGet(7))
                .result()
                .await()
                .atMost(LONG.plusSeconds(10));
    }

    @Test
    void an_answer_is_told_with_what_it_cost() {
        provider.answers(Anthropic.text("Yes."));
        assertEquals(new LanguageModelTrial("opus", true, 7, "Yes.", null, 150, 10, 0.0009475), test("opus", LONG));
        assertEquals(1, provider.requests());
    }

    @Test
    void half_an_answer_is_one() {
        provider.answers(Anthropic.message("[{\"type\": \"text\", \"text\": \"Ye\"}]", "max_tokens"));
        LanguageModelTrial test = test("opus", LONG);
        assertTrue(test.ok());
        assertEquals("Ye", test.answer());
    }

    @Test
    void why_there_is_no_answer_is_told_without_the_key() throws Exception {
        provider.answers(FakeProvider.error(401, "authentication_error", "invalid x-api-key " + ModelSetup.KEY));
        LanguageModelTrial test = test("opus", LONG);
        assertFalse(test.ok());
        assertNull(test.answer());
        assertTrue(String.valueOf(test.error()).contains("invalid x-api-key ***"), test.toString());
        assertFalse(new ObjectMapper().writeValueAsString(test).contains("R2D2"), test.toString());
        assertEquals(0, test.usd());
    }

    @Test
    void the_last_failure_of_a_model_without_answer_is_told() {
        provider.answers(
                FakeProvider.error(500, "api_error", "Oh"), FakeProvider.error(529, "overloaded_error", "Busy"));
        assertTrue(String.valueOf(test("opus", LONG).error()).contains("Busy"));
        assertEquals(3, provider.requests());
    }

    @Test
    void a_model_that_thinks_too_long_is_not_waited_for_and_may_have_cost_something() throws Exception {
        provider.answers(Anthropic.text("Late.").withFixedDelay((int) LONG.toMillis()));
        LanguageModelTrial test = test("opus", Duration.ofMillis(1_500));
        assertFalse(test.ok());
        assertEquals("no answer within 1.5 s", test.error());
        assertTrue(test.usd() > 0, test.toString());
    }

    @Test
    void an_unknown_model_is_not_found() {
        ProblemException refused = assertThrows(ProblemException.class, () -> test("nobody", LONG));
        assertEquals(ProblemCode.NOT_FOUND, refused.code());
        assertEquals(0, provider.requests());
    }
}

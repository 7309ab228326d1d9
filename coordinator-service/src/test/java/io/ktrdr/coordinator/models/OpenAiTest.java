package io.ktrdr.coordinator.models;

import static io.ktrdr.coordinator.models.ModelSetup.FREE;
import static io.ktrdr.coordinator.models.ModelSetup.PLAIN;
import static io.ktrdr.coordinator.models.ModelSetup.STRUCTURED;
import static io.ktrdr.coordinator.models.ModelSetup.chain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.ktrdr.coordinator.models.FakeProvider.OpenAi;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenAiTest {
    private final FakeProvider provider = new FakeProvider();

    @AfterEach
    void close() {
        provider.close();
    }

    private <T extends Outcome> T ask(Class<T> expected, Question question, ResponseDefinitionBuilder... responses)
            throws InterruptedException {
        provider.answers(responses);
        return assertInstanceOf(expected, chain(ModelSetup.openAi(provider)).ask(question, FREE));
    }

    @Test
    void an_answer_comes_with_its_tokens_and_those_from_the_cache_count_once() throws Exception {
        Outcome.Answered answered = ask(Outcome.Answered.class, PLAIN, OpenAi.text("Something."));
        assertEquals("Something.", answered.text());
        Charge charge = answered.charges().getFirst();
        assertEquals(Optional.of(new Usage(60, 10, 40, 0)), charge.usage());
        // 60 x 5 + 10 x 25 + 40 x 0.5 = 570
        assertEquals(0, charge.usd().compareTo(new BigDecimal("0.00057")), charge::toString);
    }

    @Test
    void the_request_is_one_for_a_chat_completion() throws Exception {
        ask(Outcome.Answered.class, PLAIN, OpenAi.text("Something."));
        LoggedRequest request = provider.request(0);
        assertEquals("/v1/chat/completions", request.getUrl());
        assertEquals("Bearer " + ModelSetup.KEY, request.getHeader("Authorization"));
        JsonNode body = provider.body(0);
        assertEquals("the-model", body.path("model").asText());
        assertEquals(500, body.path("max_tokens").asInt());
        assertEquals("system", body.path("messages").path(0).path("role").asText());
        assertEquals(
                "You are terse.", body.path("messages").path(0).path("content").asText());
        assertEquals(
                "Say something.", body.path("messages").path(1).path("content").asText());
        assertTrue(body.path("response_format").isMissingNode(), body::toString);
    }

    @Test
    void without_a_key_none_is_sent() throws Exception {
        provider.answers(OpenAi.text("Something."));
        assertInstanceOf(
                Outcome.Answered.class,
                chain(ModelSetup.openAi(provider).withoutKey()).ask(PLAIN, FREE));
        assertTrue(!provider.request(0).containsHeader("Authorization"));
    }

    @Test
    void json_is_asked_for_in_words_and_in_json_mode() throws Exception {
        Outcome.Answered answered =
                ask(Outcome.Answered.class, STRUCTURED, OpenAi.text("{\"verdict\": \"good\", \"score\": 7}"));
        assertEquals(7, answered.json().orElseThrow().path("score").asInt());
        JsonNode body = provider.body(0);
        assertEquals("json_object", body.path("response_format").path("type").asText());
        String system = body.path("messages").path(0).path("content").asText();
        assertTrue(system.startsWith("You judge.") && system.contains("\"maximum\": 10"), system);
    }

    @Test
    void json_between_fences_is_understood() throws Exception {
        ask(Outcome.Answered.class, STRUCTURED, OpenAi.text("```json\n{\"verdict\": \"good\", \"score\": 7}\n```\n"));
    }

    @Test
    void an_invalid_answer_is_repaired_and_both_are_paid_for() throws Exception {
        Outcome.Answered answered = ask(
                Outcome.Answered.class,
                STRUCTURED,
                OpenAi.text("I think it is good."),
                OpenAi.text("{\"verdict\": \"good\", \"score\": 7}"));
        assertEquals(2, answered.charges().size());
        JsonNode messages = provider.body(1).path("messages");
        assertEquals("I think it is good.", messages.path(2).path("content").asText());
        assertTrue(messages.path(3).path("content").asText().contains("not JSON"), messages::toString);
    }

    @Test
    void an_answer_that_stays_invalid_fails_after_one_repair() throws Exception {
        Outcome.Malformed malformed =
                ask(Outcome.Malformed.class, STRUCTURED, OpenAi.text("{\"verdict\": \"good\", \"score\": 70}"));
        assertEquals(2, provider.requests());
        assertTrue(malformed.complaints().getFirst().startsWith("/score"), malformed::toString);
    }

    @Test
    void an_empty_answer_is_repaired_too() throws Exception {
        ask(Outcome.Answered.class, STRUCTURED, OpenAi.text(""), OpenAi.text("{\"verdict\": \"good\", \"score\": 7}"));
        assertEquals(
                "(nothing)",
                provider.body(1).path("messages").path(2).path("content").asText());
    }

    @Test
    void refusal_and_content_filter_are_outcomes_of_their_own_and_are_paid_for() throws Exception {
        String refusal = "{\"role\": \"assistant\", \"content\": null, \"refusal\": \"I can't help with that.\"}";
        String filtered = "{\"role\": \"assistant\", \"content\": \"\"}";
        assertEquals(
                1,
                ask(Outcome.Refused.class, PLAIN, OpenAi.completion(refusal, "stop"))
                        .charges()
                        .size());
        assertEquals(
                1,
                ask(Outcome.Refused.class, PLAIN, OpenAi.completion(filtered, "content_filter"))
                        .charges()
                        .size());
        assertEquals(2, provider.requests());
    }

    @Test
    void half_an_answer_is_an_outcome_of_its_own() throws Exception {
        String half = "{\"role\": \"assistant\", \"content\": \"Some\"}";
        assertEquals(
                "Some",
                ask(Outcome.CutOff.class, PLAIN, OpenAi.completion(half, "length"))
                        .text());
    }

    @Test
    void what_was_counted_is_paid_for_also_when_the_answer_cannot_be_read() throws Exception {
        Outcome.Answered answered = ask(Outcome.Answered.class, PLAIN, OpenAi.choices("[]"), OpenAi.text("Something."));
        assertEquals(2, answered.charges().size());
    }
}

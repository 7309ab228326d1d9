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
import io.ktrdr.coordinator.models.FakeProvider.Anthropic;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnthropicTest {
    private final FakeProvider provider = new FakeProvider();

    @AfterEach
    void close() {
        provider.close();
    }

    private <T extends Outcome> T ask(Class<T> expected, Question question, ResponseDefinitionBuilder... responses)
            throws InterruptedException {
        provider.answers(responses);
        return assertInstanceOf(expected, chain(ModelSetup.anthropic(provider)).ask(question, FREE));
    }

    @Test
    void an_answer_comes_with_its_tokens_and_their_price() throws Exception {
        Outcome.Answered answered = ask(Outcome.Answered.class, PLAIN, Anthropic.text("Something."));
        assertEquals("Something.", answered.text());
        assertEquals("opus", answered.model());
        Charge charge = answered.charges().getFirst();
        assertEquals(Optional.of(new Usage(100, 10, 20, 30)), charge.usage());
        // 100 x 5 + 10 x 25 + 20 x 0.5 + 30 x 6.25 = 947.5
        assertEquals(0, charge.usd().compareTo(new BigDecimal("0.0009475")), charge::toString);
        assertEquals(0, answered.cost().compareTo(charge.usd()));
    }

    @Test
    void the_request_is_one_of_the_messages_interface() throws Exception {
        ask(Outcome.Answered.class, PLAIN, Anthropic.text("Something."));
        LoggedRequest request = provider.request(0);
        assertEquals("/v1/messages", request.getUrl());
        assertEquals(ModelSetup.KEY, request.getHeader("x-api-key"));
        assertEquals("2023-06-01", request.getHeader("anthropic-version"));
        JsonNode body = provider.body(0);
        assertEquals("the-model", body.path("model").asText());
        assertEquals(500, body.path("max_tokens").asInt());
        assertEquals("You are terse.", body.path("system").path(0).path("text").asText());
        assertEquals(
                "ephemeral",
                body.path("system").path(0).path("cache_control").path("type").asText());
        assertEquals("user", body.path("messages").path(0).path("role").asText());
        assertTrue(body.path("tools").isMissingNode(), body::toString);
    }

    @Test
    void json_is_asked_for_as_arguments_of_a_tool_that_must_be_called() throws Exception {
        Outcome.Answered answered =
                ask(Outcome.Answered.class, STRUCTURED, Anthropic.tool("{\"verdict\": \"good\", \"score\": 7}"));
        assertEquals(7, answered.json().orElseThrow().path("score").asInt());
        JsonNode body = provider.body(0);
        assertEquals("any", body.path("tool_choice").path("type").asText());
        JsonNode schema = body.path("tools").path(0).path("input_schema");
        assertEquals("object", schema.path("type").asText());
        assertEquals(10, schema.path("properties").path("score").path("maximum").asInt());
        assertEquals(
                "good",
                schema.path("properties").path("verdict").path("enum").path(0).asText());
        assertEquals(2, schema.path("required").size());
    }

    @Test
    void json_in_text_will_do_as_well() throws Exception {
        Outcome.Answered answered = ask(
                Outcome.Answered.class,
                STRUCTURED,
                Anthropic.text("```json\n{\"verdict\": \"bad\", \"score\": 1}\n```"));
        assertEquals("bad", answered.json().orElseThrow().path("verdict").asText());
    }

    @Test
    void a_refusal_is_an_outcome_of_its_own_and_is_paid_for() throws Exception {
        Outcome.Refused refused = ask(Outcome.Refused.class, PLAIN, Anthropic.message("[]", "refusal"));
        assertEquals(160, refused.charges().getFirst().usage().orElseThrow().total());
        assertEquals(1, provider.requests());
    }

    @Test
    void half_an_answer_is_an_outcome_of_its_own() throws Exception {
        Outcome.CutOff half = ask(
                Outcome.CutOff.class,
                PLAIN,
                Anthropic.message("[{\"type\": \"text\", \"text\": \"Some\"}]", "max_tokens"));
        assertEquals("Some", half.text());
        assertEquals(1, half.charges().size());
    }

    @Test
    void half_a_json_answer_is_not_repaired() throws Exception {
        ask(
                Outcome.CutOff.class,
                STRUCTURED,
                Anthropic.message(
                        "[{\"type\": \"tool_use\", \"id\": \"toolu_1\", \"name\": \"answer\", \"input\": {\"verdict\": \"go\"}}]",
                        "max_tokens"));
        assertEquals(1, provider.requests());
    }

    @Test
    void an_invalid_answer_is_repaired_and_both_are_paid_for() throws Exception {
        Outcome.Answered answered = ask(
                Outcome.Answered.class,
                STRUCTURED,
                Anthropic.tool("{\"verdict\": \"superb\", \"score\": 7}"),
                Anthropic.tool("{\"verdict\": \"good\", \"score\": 7}"));
        assertEquals("good", answered.json().orElseThrow().path("verdict").asText());
        assertEquals(2, answered.charges().size());
        JsonNode messages = provider.body(1).path("messages");
        assertEquals(3, messages.size());
        assertEquals("assistant", messages.path(1).path("role").asText());
        assertTrue(messages.path(2).toString().contains("/verdict"), messages::toString);
    }

    @Test
    void an_answer_that_stays_invalid_fails_after_one_repair_and_is_paid_for() throws Exception {
        Outcome.Malformed malformed =
                ask(Outcome.Malformed.class, STRUCTURED, Anthropic.tool("{\"verdict\": \"superb\", \"score\": 7}"));
        assertEquals(2, provider.requests());
        assertEquals(2, malformed.charges().size());
        assertTrue(malformed.complaints().getFirst().startsWith("/verdict"), malformed::toString);
    }

    @Test
    void a_base_url_may_end_with_the_version() throws Exception {
        provider.answers(Anthropic.text("Something."));
        ModelSetup setup = ModelSetup.anthropic(provider);
        for (String url : new String[] {provider.url() + "/", provider.url() + "/v1", provider.url() + "/v1/"}) {
            ModelSetup other = new ModelSetup(
                    "opus",
                    setup.kind(),
                    url,
                    setup.key(),
                    setup.requestsPerMinute(),
                    setup.tokensPerDay(),
                    setup.timeout());
            assertInstanceOf(Outcome.Answered.class, chain(other).ask(PLAIN, FREE));
            assertEquals(
                    "/v1/messages", provider.request(provider.requests() - 1).getUrl());
        }
    }
}

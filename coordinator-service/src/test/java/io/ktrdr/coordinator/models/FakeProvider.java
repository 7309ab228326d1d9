package io.ktrdr.coordinator.models;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A provider of models, with answers in the shape of both interfaces. */
final class FakeProvider implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** Kept, as a logger that nobody keeps forgets its level. */
    private static final Logger SERVERS = Logger.getLogger("org.eclipse.jetty");

    static {
        SERVERS.setLevel(Level.SEVERE);
    }

    private final WireMockServer server =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1").globalTemplating(false));
    private final AtomicInteger scenarios = new AtomicInteger();

    FakeProvider() {
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** The answers to the next requests, one after the other; the last one stays. */
    void answers(ResponseDefinitionBuilder... responses) {
        server.resetMappings();
        String scenario = "s" + scenarios.incrementAndGet();
        for (int i = 0; i < responses.length; i++) {
            server.stubFor(any(anyUrl())
                    .inScenario(scenario)
                    .whenScenarioStateIs(i == 0 ? Scenario.STARTED : String.valueOf(i))
                    .willReturn(responses[i])
                    .willSetStateTo(String.valueOf(
                            Math.min(i + 1, responses.length - 1) == 0
                                    ? Scenario.STARTED
                                    : String.valueOf(Math.min(i + 1, responses.length - 1)))));
        }
    }

    /** Nothing was asked, and everything is answered with a fault until a test says otherwise. */
    void startOver() {
        server.resetAll();
    }

    int requests() {
        return server.getAllServeEvents().size();
    }

    /** From 0, in the order in which they came. */
    LoggedRequest request(int number) {
        return events().get(number).getRequest();
    }

    JsonNode body(int number) {
        return json(request(number).getBodyAsString());
    }

    Duration between(int earlier, int later) {
        return Duration.between(at(earlier), at(later));
    }

    private Instant at(int number) {
        return request(number).getLoggedDate().toInstant();
    }

    private List<ServeEvent> events() {
        return server.getAllServeEvents().reversed();
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private static String quoted(String text) {
        try {
            return MAPPER.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    static ResponseDefinitionBuilder ok(String body) {
        return aResponse()
                .withStatus(200)
                .withHeader("Content-Type", "application/json")
                .withBody(body);
    }

    static ResponseDefinitionBuilder error(int status, String type, String message) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody("""
                        {"type": "error", "error": {"type": %s, "message": %s}, "request_id": "req_011CSHoEeqs5C35K2UUqR7Fy"}
                        """.formatted(quoted(type), quoted(message)));
    }

    static final class Anthropic {
        private Anthropic() {}

        static ResponseDefinitionBuilder text(String text) {
            return message("[{\"type\": \"text\", \"text\": " + quoted(text) + "}]", "end_turn");
        }

        static ResponseDefinitionBuilder tool(String arguments) {
            return message(
                    "[{\"type\": \"tool_use\", \"id\": \"toolu_01D7FLrfh4GYq7yT1ULFeyMV\", \"name\": \"answer\","
                            + " \"input\": " + arguments + "}]",
                    "tool_use");
        }

        static ResponseDefinitionBuilder message(String content, String stopReason) {
            return ok("""
                    {"id": "msg_013Zva2CMHLNnXjNJJKqJ2EF", "type": "message", "role": "assistant",
                     "model": "claude-opus-4-5-20251101", "content": %s,
                     "stop_reason": "%s", "stop_sequence": null,
                     "usage": {"input_tokens": 100, "cache_creation_input_tokens": 30, "cache_read_input_tokens": 20,
                               "cache_creation": {"ephemeral_5m_input_tokens": 30, "ephemeral_1h_input_tokens": 0},
                               "output_tokens": 10, "service_tier": "standard"}}
                    """.formatted(content, stopReason));
        }
    }

    static final class OpenAi {
        private OpenAi() {}

        static ResponseDefinitionBuilder text(String text) {
            return completion(
                    "{\"role\": \"assistant\", \"content\": " + quoted(text) + ", \"refusal\": null}", "stop");
        }

        static ResponseDefinitionBuilder completion(String message, String finishReason) {
            return choices("[{\"index\": 0, \"message\": " + message + ", \"logprobs\": null, \"finish_reason\": \""
                    + finishReason + "\"}]");
        }

        static ResponseDefinitionBuilder choices(String choices) {
            return ok("""
                    {"id": "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT", "object": "chat.completion", "created": 1741569952,
                     "model": "gpt-5.1", "choices": %s,
                     "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110,
                               "prompt_tokens_details": {"cached_tokens": 40, "audio_tokens": 0},
                               "completion_tokens_details": {"reasoning_tokens": 4, "audio_tokens": 0}},
                     "service_tier": "default"}
                    """.formatted(choices));
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}

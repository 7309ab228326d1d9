package io.ktrdr.coordinator.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A model behind one of LangChain4j's clients, which know the requests; what came back is read here. */
final class LangChainProvider implements Provider {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int LONGEST_REASON = 300;

    private final Dialect dialect;
    private final HttpClient http;
    private final Redaction redaction;
    private final Clock clock;

    /** What differs between the two interfaces of providers. */
    interface Dialect {
        ChatModel client(Exchange exchange);

        ChatRequest request(Question question, List<ChatMessage> messages);

        /** @param message of a successful response */
        String text(AiMessage message);

        /**
         * What the provider counted; null when it says nothing about that.
         *
         * @param body of a response
         */
        @Nullable
        Usage usage(JsonNode body);

        Reply.Ending ending(JsonNode body);

        static long tokens(JsonNode usage, String kind) {
            return Math.max(0, usage.path(kind).asLong());
        }
    }

    LangChainProvider(Dialect dialect, Redaction redaction, Clock clock) {
        this.dialect = dialect;
        this.redaction = redaction;
        this.clock = clock;
        // HTTP/1.1: a call that is given up closes its connection; and no upgrade, on which some servers choke
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    @Override
    public Reply ask(Question question) throws CallFailure, InterruptedException {
        ChatRequest request = dialect.request(question, messages(question));
        Exchange exchange = new Exchange(http);
        try {
            AiMessage message = dialect.client(exchange).chat(request).aiMessage();
            return reply(exchange.body(), dialect.text(message));
        } catch (RuntimeException e) {
            if (exchange.wasInterrupted()) {
                throw new InterruptedException("interrupted while a model was asked");
            }
            JsonNode body = exchange.body();
            if (exchange.refusal().isEmpty() && dialect.ending(body) == Reply.Ending.REFUSED) {
                // for which LangChain4j has an exception, or no message
                return reply(body, "");
            }
            throw failure(exchange, e);
        }
    }

    private Reply reply(JsonNode body, String text) {
        return new Reply(redaction.wholeKeys(text), dialect.ending(body), dialect.usage(body));
    }

    private CallFailure failure(Exchange exchange, RuntimeException thrown) {
        Usage usage = dialect.usage(exchange.body());
        if (exchange.refusal().isPresent()) {
            HttpResponse<String> refusal = exchange.refusal().get();
            int status = refusal.statusCode();
            String said = message(exchange.body(), refusal.body());
            String reason = clean("HTTP " + status + (said.isEmpty() ? "" : ": " + said));
            // providers charge for answers
            return new CallFailure(Fault.ofStatus(status), reason, wait(refusal), usage == null ? Usage.NONE : usage);
        }
        if (exchange.trouble().isPresent()) {
            IOException trouble = exchange.trouble().get();
            boolean neverSent = trouble instanceof ConnectException || trouble instanceof HttpConnectTimeoutException;
            String reason = (neverSent ? "no connection" : "connection lost")
                    + (trouble.getMessage() == null ? "" : ": " + trouble.getMessage());
            return new CallFailure(Fault.TEMPORARY, clean(reason), null, neverSent ? Usage.NONE : null);
        }
        return exchange.hasResponse()
                ? new CallFailure(Fault.TEMPORARY, "an answer that cannot be read", null, usage)
                // its message is not told, as it may quote the request
                : new CallFailure(
                        Fault.UNUSABLE,
                        "no request could be made of it: " + thrown.getClass().getName(),
                        null,
                        Usage.NONE);
    }

    private @Nullable Duration wait(HttpResponse<String> refusal) {
        return refusal.headers()
                .firstValue("Retry-After")
                .map(value -> RetryAfter.parse(value, clock.instant()))
                .orElse(null);
    }

    private static String message(JsonNode body, String raw) {
        JsonNode error = body.path("error");
        String said = error.path("message").asText("");
        if (said.isEmpty()) {
            said = error.isTextual() ? error.asText() : body.path("message").asText("");
        }
        if (said.isEmpty()) {
            said = raw;
        }
        String type = error.path("type").asText("");
        return (type.isEmpty() ? "" : type + ": ") + said.strip().replaceAll("\\s+", " ");
    }

    private String clean(String reason) {
        // first cleaned, then cut: half a key at the end would be overlooked
        String clean = redaction.pieces(
                reason.length() > 10 * LONGEST_REASON ? reason.substring(0, 10 * LONGEST_REASON) : reason);
        return clean.length() > LONGEST_REASON ? clean.substring(0, LONGEST_REASON) + "..." : clean;
    }

    private static List<ChatMessage> messages(Question question) {
        List<ChatMessage> messages = new ArrayList<>();
        messages.add(SystemMessage.from(question.system()));
        for (Question.Turn turn : question.turns()) {
            messages.add(
                    switch (turn.speaker()) {
                        case US -> UserMessage.from(turn.text());
                        case MODEL -> AiMessage.from(turn.text());
                    });
        }
        return messages;
    }
}

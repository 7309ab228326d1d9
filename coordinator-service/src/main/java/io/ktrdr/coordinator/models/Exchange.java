package io.ktrdr.coordinator.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP of one call, under LangChain4j's clients. Their own drops the headers of a refusal, and with them
 * {@code Retry-After}; this one keeps what came over the wire, until the call is over.
 */
final class Exchange implements HttpClient, HttpClientBuilder {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long MOST_BYTES = 16 * 1024 * 1024;

    private final java.net.http.HttpClient client;
    private @Nullable HttpResponse<String> response;
    private @Nullable IOException trouble;
    private boolean interrupted;

    Exchange(java.net.http.HttpClient client) {
        this.client = client;
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        try {
            HttpResponse<String> received =
                    client.send(toJdk(request), BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES));
            response = received;
            if (!isSuccess(received.statusCode())) {
                throw new NoAnswer();
            }
            return SuccessfulHttpResponse.builder()
                    .statusCode(received.statusCode())
                    .headers(received.headers().map())
                    .body(received.body())
                    .build();
        } catch (IOException e) {
            trouble = e;
            throw new NoAnswer();
        } catch (InterruptedException e) {
            // sending has closed the connection
            interrupted = true;
            throw new NoAnswer();
        }
    }

    /** Stops the client above; what happened is asked of the exchange. */
    private static final class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoAnswer() {
            super("no answer", null, false, false);
        }
    }

    boolean wasInterrupted() {
        return interrupted;
    }

    /** What kept the request or its answer from arriving. */
    Optional<IOException> trouble() {
        return Optional.ofNullable(trouble);
    }

    boolean hasResponse() {
        return response != null;
    }

    /** Present when there was a response, and it was no success. */
    Optional<HttpResponse<String>> refusal() {
        return Optional.ofNullable(response).filter(received -> !isSuccess(received.statusCode()));
    }

    /** The body of the response; missing where there is none, or it is no JSON. */
    JsonNode body() {
        try {
            JsonNode body = response == null ? null : MAPPER.readTree(response.body());
            return body == null ? MissingNode.getInstance() : body;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    private static java.net.http.HttpRequest toJdk(HttpRequest request) {
        java.net.http.HttpRequest.Builder builder = java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
                .method(request.method().name(), BodyPublishers.ofString(request.body()));
        request.headers().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        return builder.build();
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        throw new UnsupportedOperationException("answers are not streamed");
    }

    @Override
    public HttpClient build() {
        return this;
    }

    // how long to wait is decided by the guard of the model, for the whole call

    @Override
    public Duration connectTimeout() {
        return Duration.ZERO;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
        return this;
    }

    @Override
    public Duration readTimeout() {
        return Duration.ZERO;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
        return this;
    }
}

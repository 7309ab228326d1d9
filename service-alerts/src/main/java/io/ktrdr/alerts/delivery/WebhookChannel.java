package io.ktrdr.alerts.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.WireName;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A URL that takes JSON. What Slack and its like show is in {@code text}, what Discord shows in {@code content}; programs
 * find the rest in {@code alert}. The URL may be a secret: it is in no log and no message. Redirects are not followed.
 */
record WebhookChannel(URI url, Duration timeout, HttpClient client, ObjectMapper json) implements Channel {
    /** What Discord takes. */
    private static final int LONGEST = 2000;

    WebhookChannel(URI url, Duration timeout, ObjectMapper json) {
        this(
                url,
                timeout,
                HttpClient.newBuilder()
                        .connectTimeout(timeout)
                        .followRedirects(Redirect.NEVER)
                        .build(),
                json);
    }

    /** @throws IllegalArgumentException that does not repeat the URL */
    static URI url(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not a URL");
        }
        if (!"http".equalsIgnoreCase(url.getScheme()) && !"https".equalsIgnoreCase(url.getScheme())
                || url.getHost() == null) {
            throw new IllegalArgumentException("must begin with http:// or https:// and name a host");
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("must not have a user or password in it");
        }
        return url;
    }

    @Override
    public Uni<Void> send(Message message) {
        return Uni.createFrom()
                .completionStage(() -> sent(message))
                .onFailure()
                .transform(failure -> new NotDelivered(inWords(failure)))
                .invoke(answer -> {
                    if (answer.statusCode() / 100 != 2) {
                        throw new NotDelivered("answers " + answer.statusCode());
                    }
                })
                .replaceWithVoid();
    }

    private CompletableFuture<HttpResponse<Void>> sent(Message message) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", message.deliveryId())
                .POST(BodyPublishers.ofString(body(message)))
                .build();
        return client.sendAsync(request, BodyHandlers.discarding());
    }

    private String body(Message message) {
        String line = message.line();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", message.deliveryId());
        body.put("event", WireName.of(message.event()));
        body.put("text", escaped(shortened(line)));
        body.put("content", shortened(line));
        // whatever is in the message calls nobody
        body.put("allowed_mentions", Map.of("parse", List.of()));
        body.put("alert", alert(message));
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, @Nullable Object> alert(Message message) {
        Map<String, @Nullable Object> alert = new LinkedHashMap<>();
        alert.put("alert_id", message.alertId());
        alert.put("rule", message.rule());
        alert.put("severity", message.severity());
        alert.put("subject", message.subject());
        alert.put("message", message.text());
        alert.put("value", message.value());
        alert.put("raised_at", message.raisedAt().toString());
        alert.put(
                "resolved_at",
                message.resolvedAt() == null ? null : message.resolvedAt().toString());
        return alert;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    }

    /** Slack's own rules: else a message could call everybody, as {@code <!channel>} does. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** By class: what the client says may repeat the URL. */
    private String inWords(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof HttpTimeoutException
                ? "no answer within " + timeout.toMillis() + " ms"
                : "cannot be reached: " + cause.getClass().getSimpleName();
    }
}

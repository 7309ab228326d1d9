package io.ktrdr.worker.remote;

import io.ktrdr.contracts.problem.ProblemException;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.ws.rs.WebApplicationException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One call through a client built from a shared interface, its failures told apart. */
public final class RemoteCall {
    private static final Duration CONNECT = Duration.ofSeconds(1);

    private RemoteCall() {}

    /**
     * A client whose error answers are problems.
     *
     * @param longest after which the client itself gives up a call
     */
    public static <T> T client(Class<T> api, URI base, Duration longest) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(base)
                .connectTimeout(CONNECT.toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(longest.toMillis(), TimeUnit.MILLISECONDS)
                .disableDefaultMapper(true)
                // what is worth a span has one, made by hand
                .httpClientOptions(new HttpClientOptions().setTracingPolicy(TracingPolicy.IGNORE))
                .register(new ProblemAnswer())
                .build(api);
    }

    public static <T> Answer<T> await(Uni<T> call, Duration timeout) {
        try {
            return new Answer.Accepted<>(call.await().atMost(timeout));
        } catch (ProblemException refused) {
            int status = refused.problem().status();
            return isRetryable(status)
                    ? new Answer.NoAnswer<>("status " + status + ": " + refused.getMessage())
                    : new Answer.Refused<>(refused.problem());
        } catch (TimeoutException e) {
            return new Answer.NoAnswer<>("no answer within " + timeout.toMillis() + " ms");
        } catch (WebApplicationException e) {
            return new Answer.NoAnswer<>("status " + e.getResponse().getStatus());
        } catch (RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new Answer.NoAnswer<>(cause.getMessage() == null ? cause.toString() : cause.getMessage());
        }
    }

    private static boolean isRetryable(int status) {
        return status >= 500 || status == 401 || status == 408 || status == 429;
    }
}

package io.ktrdr.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses requests addressed to a name that is not ours. Binding to loopback alone does not keep web pages out: a page
 * can have its own name resolve to 127.0.0.1 (DNS rebinding) and then talk to us with that name in {@code Host}.
 */
@Singleton
final class ForeignHostFilter {
    private static final int BEFORE_EVERYTHING = 1_000;

    private final Set<String> allowed;
    private final byte[] refusal;

    ForeignHostFilter(HttpEdgeConfig config, ObjectMapper json) throws JsonProcessingException {
        allowed = Set.copyOf(config.allowedHosts());
        refusal = json.writeValueAsBytes(Problem.of(
                ProblemCode.FORBIDDEN_HOST,
                "This service is not addressed by that host name; see ktrdr.http.allowed-hosts"));
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_EVERYTHING);
    }

    private void check(RoutingContext context) {
        if (isAllowed(context.request())) {
            context.next();
            return;
        }
        context.response()
                .setStatusCode(ProblemCode.FORBIDDEN_HOST.status())
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .end(io.vertx.core.buffer.Buffer.buffer(refusal));
    }

    private boolean isAllowed(HttpServerRequest request) {
        if (allowed.contains("*")) {
            return true;
        }
        HostAndPort authority = request.authority();
        return authority != null && allowed.contains(authority.host().toLowerCase(Locale.ROOT));
    }
}

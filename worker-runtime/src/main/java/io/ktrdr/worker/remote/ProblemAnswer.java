package io.ktrdr.worker.remote;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.quarkus.arc.Arc;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/** An error answer becomes the problem it carries; one without a problem document keeps at least its status. */
final class ProblemAnswer implements ResponseExceptionMapper<ProblemException> {
    private final ObjectMapper json =
            Arc.container().instance(ObjectMapper.class).get();

    @Override
    public boolean handles(int status, MultivaluedMap<String, Object> headers) {
        return status >= 400;
    }

    @Override
    public ProblemException toThrowable(Response response) {
        int status = response.getStatus();
        String body = response.hasEntity() ? response.readEntity(String.class) : "";
        return new ProblemException(parse(status, body));
    }

    private Problem parse(int status, String body) {
        try {
            Problem parsed = json.readValue(body, Problem.class);
            if (parsed != null && parsed.status() == status) {
                return parsed;
            }
        } catch (JacksonException e) {
            // a proxy's own page, or nothing: the status has to do
        }
        String text = body.isBlank() ? "without a reason" : body.strip();
        return new Problem(
                "about:blank",
                "HTTP " + status,
                status,
                text.substring(0, Math.min(text.length(), 300)),
                status == 404 ? ProblemCode.NOT_FOUND : ProblemCode.INTERNAL,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}

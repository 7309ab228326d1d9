package io.ktrdr.cli.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/** Turns a problem document back into the exception that the service threw. */
final class Problems implements ResponseExceptionMapper<ProblemException> {
    private final ObjectMapper json;

    Problems(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public boolean handles(int status, MultivaluedMap<String, Object> headers) {
        return status >= 400;
    }

    @Override
    public ProblemException toThrowable(Response response) {
        String body = response.readEntity(String.class);
        return new ProblemException(parse(json, response.getStatus(), body == null ? "" : body));
    }

    /** A body that is no problem document (a proxy's page) still names its status. */
    static Problem parse(ObjectMapper json, int status, String body) {
        try {
            Problem problem = json.readValue(body, Problem.class);
            if (problem != null && problem.code() != null && problem.detail() != null) {
                return problem;
            }
        } catch (JsonProcessingException e) {
            // not ours: answered below
        }
        ProblemCode code = ProblemCode.INTERNAL;
        for (ProblemCode candidate : ProblemCode.values()) {
            if (candidate.status() == status) {
                code = candidate;
                break;
            }
        }
        return Problem.of(code, "The server answered " + status);
    }
}

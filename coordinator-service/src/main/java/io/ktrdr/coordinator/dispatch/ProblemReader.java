package io.ktrdr.coordinator.dispatch;

import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/** Another service's problem document as the exception that service threw. */
public final class ProblemReader implements ResponseExceptionMapper<ProblemException> {
    @Override
    public ProblemException toThrowable(Response response) {
        try {
            return new ProblemException(response.readEntity(Problem.class));
        } catch (RuntimeException e) {
            return new ProblemException(
                    ProblemCode.UNAVAILABLE, "answered " + response.getStatus() + " without a problem document");
        }
    }
}

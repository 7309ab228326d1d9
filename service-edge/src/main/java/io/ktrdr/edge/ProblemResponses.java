package io.ktrdr.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.vertx.core.http.HttpClosedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Every error of every service leaves through here, as {@code application/problem+json} (RFC 9457). */
final class ProblemResponses {
    private static final Logger LOG = Logger.getLogger(ProblemResponses.class);

    @ServerExceptionMapper
    Response problem(ProblemException e) {
        return respond(e.problem(), e.retryAfterSeconds());
    }

    @ServerExceptionMapper
    Response mismatchedInput(MismatchedInputException e) {
        return respond(invalid(e), null);
    }

    @ServerExceptionMapper
    Response malformedJson(JsonProcessingException e) {
        return respond(invalid(e), null);
    }

    @ServerExceptionMapper
    Response refusedByTheFramework(WebApplicationException e, UriInfo uri) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return respond(invalid(json), null);
        }
        int status = e.getResponse().getStatus();
        if (status < 400) {
            return e.getResponse();
        }
        return respond(Problem.of(codeOf(status), detailOf(status, uri)), null);
    }

    @ServerExceptionMapper
    Response fault(Throwable e, UriInfo uri) {
        if (isHangUp(e)) {
            LOG.debugf(e, "The caller of %s was gone before its request was here", uri.getPath());
        } else {
            LOG.errorf(e, "Request %s failed", uri.getPath());
        }
        return respond(
                Problem.of(ProblemCode.INTERNAL, "Unexpected fault; the log of this service has the details"), null);
    }

    /** Nobody is left to hear the answer, and nothing was wrong here. */
    private static boolean isHangUp(Throwable e) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof HttpClosedException || cause instanceof ClosedChannelException);
    }

    private static Problem invalid(JsonProcessingException e) {
        String field = e instanceof JsonMappingException mapping ? pathOf(mapping) : "";
        String message = switch (e) {
            case UnrecognizedPropertyException unknown ->
                "unknown field; known are "
                        + unknown.getKnownPropertyIds().stream()
                                .map(String::valueOf)
                                .sorted()
                                .collect(Collectors.joining(", "));
            case MismatchedInputException mismatched -> wrongType(mismatched);
            default -> "malformed JSON: " + e.getOriginalMessage();
        };
        return ProblemException.invalid(field.isEmpty() ? "(body)" : field, message)
                .problem();
    }

    private static String wrongType(MismatchedInputException e) {
        String raw = e.getOriginalMessage();
        if (raw.startsWith("No content")) {
            return "a JSON body is required";
        }
        Class<?> target = e.getTargetType();
        if (target == null) {
            return "wrong type";
        }
        if (CharSequence.class.isAssignableFrom(target)) {
            return "must be text";
        }
        if (target == Boolean.class || target == boolean.class) {
            return "must be true or false";
        }
        if (Number.class.isAssignableFrom(target) || target.isPrimitive()) {
            return "must be a number that fits";
        }
        if (target.isEnum()) {
            return "is not one of the allowed values";
        }
        return "must be a JSON " + (Iterable.class.isAssignableFrom(target) ? "array" : "object");
    }

    private static String pathOf(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static ProblemCode codeOf(int status) {
        return switch (status) {
            case 404 -> ProblemCode.NOT_FOUND;
            case 405 -> ProblemCode.METHOD_NOT_ALLOWED;
            case 406 -> ProblemCode.NOT_ACCEPTABLE;
            case 413 -> ProblemCode.PAYLOAD_TOO_LARGE;
            case 415 -> ProblemCode.UNSUPPORTED_MEDIA_TYPE;
            case 503 -> ProblemCode.UNAVAILABLE;
            default -> status < 500 ? ProblemCode.INVALID_REQUEST : ProblemCode.INTERNAL;
        };
    }

    private static String detailOf(int status, UriInfo uri) {
        return switch (status) {
            case 404 -> "Nothing at " + uri.getPath();
            case 405 -> "This method is not allowed on " + uri.getPath();
            case 406 -> "Nothing here in an accepted media type";
            case 413 -> "The body is too large";
            case 415 -> "This media type is not understood here";
            default -> "The request could not be understood";
        };
    }

    private static Response respond(Problem problem, @Nullable Integer retryAfterSeconds) {
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
        if (retryAfterSeconds != null) {
            response.header("Retry-After", retryAfterSeconds);
        }
        return response.build();
    }
}

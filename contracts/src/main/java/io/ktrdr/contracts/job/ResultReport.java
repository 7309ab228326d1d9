package io.ktrdr.contracts.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a job ended. Repeated until acknowledged; the same report again is answered 200.
 *
 * @param state      completed, failed or cancelled
 * @param result     a JSON object, for completed
 * @param failure    for failed
 * @param artifacts  SHA-256 of every artifact that the result names; uploaded before
 */
@Wire
public record ResultReport(
        String workerId,
        String incarnation,
        long token,
        String specSha256,
        JobState state,
        @Nullable JsonNode result,
        @Nullable Failure failure,
        List<String> artifacts) {}

package io.ktrdr.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

/**
 * A research's result, as far as it got. Places in it are JSON pointers (RFC 6901).
 *
 * @param json what is not there, or null, is a missing node
 */
record Findings(JsonNode json) {
    /** Not a number where there is none. */
    double number(String place) {
        JsonNode node = json.at(place);
        return node.isNumber() ? node.doubleValue() : Double.NaN;
    }

    /** Empty where there is none. */
    String text(String place) {
        JsonNode node = json.at(place);
        return node.isValueNode() && !node.isNull() ? node.asText() : "";
    }

    List<String> texts(String place) {
        return StreamSupport.stream(json.at(place).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    boolean has(String place) {
        JsonNode node = json.at(place);
        return !node.isMissingNode() && !node.isNull();
    }

    Findings at(String place) {
        return new Findings(json.at(place));
    }

    List<Findings> each(String place) {
        return StreamSupport.stream(json.at(place).spliterator(), false)
                .map(Findings::new)
                .toList();
    }

    /** Epoch milliseconds of an ISO-8601 instant, or of the beginning (UTC) of a day. */
    OptionalLong millis(String place) {
        String text = text(place);
        try {
            return OptionalLong.of(
                    text.length() > 10
                            ? Instant.parse(text).toEpochMilli()
                            : LocalDate.parse(text)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant()
                                    .toEpochMilli());
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }
}

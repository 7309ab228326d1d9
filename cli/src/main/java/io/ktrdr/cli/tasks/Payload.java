package io.ktrdr.cli.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a task is about, as given on the command line. */
final class Payload {
    /** More than the coordinator takes: it says best how much that is. A data file given by mistake is larger. */
    private static final long MAX_BYTES = 256 * 1024;

    private final ObjectReader json;

    Payload(ObjectMapper mapper) {
        // {"a": 1} {"b": 2} is a mistake, not {"a": 1}
        this.json = mapper.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /**
     * @param whole  a JSON object or {@code @FILE}; null for none
     * @param fields {@code KEY=VALUE}; they win over the same ones of the whole
     */
    ObjectNode of(@Nullable String whole, List<String> fields) {
        ObjectNode payload = whole == null ? object("{}", "") : whole(whole);
        for (String field : fields) {
            int equals = field.indexOf('=');
            if (equals < 1) {
                throw new CommandFailure(ExitCode.USAGE, "-p " + field + ": must be KEY=VALUE");
            }
            payload.set(field.substring(0, equals), value(field.substring(equals + 1)));
        }
        return payload;
    }

    private ObjectNode whole(String argument) {
        if (!argument.startsWith("@")) {
            return object(argument, "--payload");
        }
        Path file = Path.of(argument.substring(1));
        if (!Files.isRegularFile(file)) {
            throw new CommandFailure(ExitCode.USAGE, "No file " + file);
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new CommandFailure(
                        ExitCode.USAGE, file + " is larger than " + MAX_BYTES / 1024 + " KiB: not a payload");
            }
            return object(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "Cannot read " + file + " as text: " + e.getMessage());
        }
    }

    private ObjectNode object(String text, String where) {
        try {
            if (json.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new CommandFailure(ExitCode.USAGE, where + " is no JSON: " + e.getOriginalMessage());
        }
        throw new CommandFailure(ExitCode.USAGE, where + " must be a JSON object, such as '{\"symbol\": \"BTC-USD\"}'");
    }

    private JsonNode value(String text) {
        try {
            JsonNode value = json.readTree(text);
            return value.isMissingNode() ? TextNode.valueOf(text) : value;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }
}

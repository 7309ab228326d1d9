package io.ktrdr.quant.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The JSON Schema that a strategy file must fit. */
public final class StrategySchema {
    static final String RESOURCE = "/io/ktrdr/quant/strategy/strategy-1.schema.json";

    private StrategySchema() {}

    private static final class Loaded {
        static final String TEXT = load();
        static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(TEXT, InputFormat.JSON);
    }

    /** The schema itself, for editors that complete and check while typing. */
    public static String text() {
        return Loaded.TEXT;
    }

    static List<StrategyViolation> check(JsonNode tree) {
        List<StrategyViolation> found = new ArrayList<>();
        List<Error> errors =
                Loaded.SCHEMA.validate(tree, context -> context.executionConfig(config -> config.locale(Locale.ROOT)));
        for (Error error : errors) {
            found.add(new StrategyViolation(
                    dotted(error.getInstanceLocation().toString(), error.getProperty()), message(error)));
        }
        return found;
    }

    /** In the words of someone who edits a file, where the validator speaks of schemas. */
    private static String message(Error error) {
        return switch (error.getKeyword()) {
            case "additionalProperties" -> "there is no such field";
            case "required" -> "is missing";
            case "pattern" -> "must match " + error.getSchemaNode().asText();
            default -> error.getMessage();
        };
    }

    /** {@code /indicators/0/name} as {@code indicators[0].name}. */
    private static String dotted(String pointer, @Nullable String property) {
        StringBuilder path = new StringBuilder();
        for (String step : pointer.split("/", -1)) {
            if (step.isEmpty()) {
                continue;
            }
            if (step.chars().allMatch(Character::isDigit)) {
                path.append('[').append(step).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step);
            }
        }
        if (property != null) {
            path.append(path.isEmpty() ? "" : ".").append(property);
        }
        return path.toString();
    }

    private static String load() {
        try (InputStream stream = StrategySchema.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("The resource " + RESOURCE + " is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

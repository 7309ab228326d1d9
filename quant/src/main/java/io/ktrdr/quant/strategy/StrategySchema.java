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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The JSON Schemas that a strategy file must fit, one for each schema version. */
public final class StrategySchema {
    private static final String VERSION = "schema_version";

    private StrategySchema() {}

    /** From the oldest version to the newest. */
    private static final class Loaded {
        static final List<String> TEXTS = IntStream.rangeClosed(
                        StrategySpec.OLDEST_SCHEMA_VERSION, StrategySpec.SCHEMA_VERSION)
                .mapToObj(StrategySchema::load)
                .toList();
        static final List<Schema> SCHEMAS = TEXTS.stream()
                .map(text -> SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(text, InputFormat.JSON))
                .toList();
    }

    /** The newest schema itself, for editors that complete and check while typing. */
    public static String text() {
        return Loaded.TEXTS.getLast();
    }

    static List<StrategyViolation> check(JsonNode tree) {
        int version = version(tree);
        List<StrategyViolation> found = new ArrayList<>();
        List<Error> errors = Loaded.SCHEMAS
                .get(version - StrategySpec.OLDEST_SCHEMA_VERSION)
                .validate(tree, context -> context.executionConfig(config -> config.locale(Locale.ROOT)));
        for (Error error : errors) {
            String path = dotted(error.getInstanceLocation().toString(), error.getProperty());
            found.add(new StrategyViolation(path, message(error, path, version)));
        }
        return found;
    }

    /** As the file says; one without a version that exists is told what the newest wants. */
    private static int version(JsonNode tree) {
        int said = tree.path(VERSION).asInt(StrategySpec.SCHEMA_VERSION);
        return said >= StrategySpec.OLDEST_SCHEMA_VERSION && said < StrategySpec.SCHEMA_VERSION
                ? said
                : StrategySpec.SCHEMA_VERSION;
    }

    /** In the words of someone who edits a file, where the validator speaks of schemas. */
    private static String message(Error error, String path, int version) {
        return switch (error.getKeyword()) {
            case "additionalProperties" ->
                "there is no such field"
                        + (version < StrategySpec.SCHEMA_VERSION ? " in " + VERSION + " " + version : "");
            case "const" ->
                path.equals(VERSION)
                        ? "must be a whole number from " + StrategySpec.OLDEST_SCHEMA_VERSION + " to "
                                + StrategySpec.SCHEMA_VERSION
                        : error.getMessage();
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

    private static String load(int version) {
        String resource = "/io/ktrdr/quant/strategy/strategy-" + version + ".schema.json";
        try (InputStream stream = StrategySchema.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("The resource " + resource + " is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.ktrdr.coordinator.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The JSON Schema (2020-12) of an answer: a JSON object. Providers are shown it; answers are held against it here. */
public final class AnswerSchema {
    private static final int MOST_COMPLAINTS = 10;
    private static final String FENCE = "```";

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String text;
    private final JsonNode tree;
    private final Schema schema;
    private final Function<JsonNode, List<String>> further;

    private AnswerSchema(String text, JsonNode tree, Function<JsonNode, List<String>> further) {
        this.text = text;
        this.tree = tree;
        this.further = further;
        this.schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text, InputFormat.JSON);
    }

    /** @throws IllegalArgumentException when it is not the schema of an object with properties */
    public static AnswerSchema of(String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            if (!"object".equals(tree.path("type").asText())
                    || !tree.path("properties").isObject()) {
                throw new IllegalArgumentException("an answer is an object with properties");
            }
            return new AnswerSchema(text, tree, json -> List.of());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * The same schema, and what no schema can say.
     *
     * @param complaints what is wrong with an answer that fits the schema, in words that a model understands as well; empty
     *                   when nothing is
     */
    public AnswerSchema and(Function<JsonNode, List<String>> complaints) {
        return new AnswerSchema(text, tree, complaints);
    }

    String text() {
        return text;
    }

    JsonNode tree() {
        return tree;
    }

    /** What an answer is worth. */
    sealed interface Checked {
        record Valid(JsonNode json) implements Checked {}

        /** @param complaints what is wrong, in words that a model understands as well; never empty */
        record Invalid(List<String> complaints) implements Checked {}
    }

    Checked check(String answer) {
        JsonNode json;
        try {
            json = MAPPER.readTree(withoutFence(answer));
        } catch (JsonProcessingException e) {
            return new Checked.Invalid(List.of("not JSON: " + e.getOriginalMessage()));
        }
        if (json == null || !json.isObject()) {
            return new Checked.Invalid(List.of("not a JSON object"));
        }
        List<String> complaints =
                schema.validate(json, context -> context.executionConfig(config -> config.locale(Locale.ROOT))).stream()
                        .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                        .limit(MOST_COMPLAINTS)
                        .toList();
        if (complaints.isEmpty()) {
            complaints = further.apply(json).stream().limit(MOST_COMPLAINTS).toList();
        }
        return complaints.isEmpty() ? new Checked.Valid(json) : new Checked.Invalid(complaints);
    }

    /** Many models put JSON between Markdown fences, whatever they are told. */
    private static String withoutFence(String answer) {
        String inner = answer.strip();
        if (!inner.startsWith(FENCE) || !inner.endsWith(FENCE)) {
            return inner;
        }
        int firstLine = inner.indexOf('\n');
        return firstLine < 0 ? inner : inner.substring(firstLine, inner.length() - FENCE.length());
    }
}

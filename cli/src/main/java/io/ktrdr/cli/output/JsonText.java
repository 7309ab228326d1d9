package io.ktrdr.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** JSON as people read it: an object's fields below each other, texts without quotes. */
public final class JsonText {
    private static final String INDENT = "  ";

    private JsonText() {}

    public static List<String> of(JsonNode json) {
        if (!(json instanceof ObjectNode object)) {
            return json.toPrettyString().lines().toList();
        }
        int width = object.properties().stream()
                .mapToInt(field -> field.getKey().length())
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            List<String> value = text(field.getValue()).lines().toList();
            if (value.size() <= 1) {
                lines.add(Table.pad(field.getKey(), width) + INDENT + (value.isEmpty() ? "" : value.getFirst()));
            } else {
                lines.add(field.getKey());
                value.forEach(line -> lines.add(INDENT + line));
            }
        }
        return lines;
    }

    private static String text(JsonNode value) {
        return value.isContainerNode() ? value.toPrettyString() : value.asText();
    }
}

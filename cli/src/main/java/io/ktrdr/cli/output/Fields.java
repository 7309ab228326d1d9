package io.ktrdr.cli.output;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names and values below each other; what has no value is left out. */
public final class Fields {
    private record Field(String name, String value) {}

    private final List<Field> fields = new ArrayList<>();

    public Fields add(String name, @Nullable String value) {
        if (value != null) {
            fields.add(new Field(name, value));
        }
        return this;
    }

    public List<String> lines() {
        int width =
                fields.stream().mapToInt(field -> field.name().length()).max().orElse(0);
        return fields.stream()
                .map(field -> Table.pad(field.name(), width) + "  " + field.value())
                .toList();
    }
}

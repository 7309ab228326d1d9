package io.ktrdr.coordinator.task.work;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.problem.Violation;
import io.ktrdr.coordinator.service.SourcePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The fields of a payload, and everything that is found wrong with them on the way. A field that is null is not given. */
final class Payload {
    private final JsonNode fields;
    private final List<Violation> violations = new ArrayList<>();

    /** @param known names of the fields that there may be */
    Payload(JsonNode fields, String... known) {
        this.fields = fields;
        Set<String> names = new TreeSet<>(Set.of(known));
        fields.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                wrong(name, "is unknown; there are " + String.join(", ", names));
            }
        });
    }

    private JsonNode field(String name) {
        return fields.path(name);
    }

    boolean has(String name) {
        return !field(name).isMissingNode() && !field(name).isNull();
    }

    @Nullable
    String text(String name) {
        if (!has(name)) {
            return null;
        }
        if (!field(name).isTextual()) {
            wrong(name, "must be text");
            return null;
        }
        return field(name).textValue();
    }

    @Nullable
    Long whole(String name) {
        if (!has(name)) {
            return null;
        }
        if (!field(name).isIntegralNumber() || !field(name).canConvertToLong()) {
            wrong(name, "must be a whole number");
            return null;
        }
        return field(name).longValue();
    }

    /** Within the data source; null when it is not given. */
    @Nullable
    SourcePath path(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return SourcePath.of(text);
        } catch (IllegalArgumentException e) {
            wrong(name, String.valueOf(e.getMessage()));
            return null;
        }
    }

    void wrong(String name, String message) {
        violations.add(new Violation("payload." + name, message));
    }

    /** What others found wrong with fields of the same names; those that are wrong already are not named twice. */
    void wrong(List<Violation> found) {
        found.stream()
                .filter(one ->
                        violations.stream().noneMatch(known -> known.field().equals("payload." + one.field())))
                .toList()
                .forEach(one -> wrong(one.field(), one.message()));
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }
}

package io.ktrdr.coordinator.agent;

import io.ktrdr.coordinator.models.AnswerSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What models are told: files in {@code prompts/}, with {@code {{places}}} to fill in. */
final class Prompt {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z_]+)}}");

    private Prompt() {}

    static String text(String name) {
        String path = "prompts/" + name;
        try (InputStream file = Prompt.class.getClassLoader().getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalStateException(path + " is missing");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is filled in is not searched for places itself. */
    static String text(String name, Map<String, String> values) {
        Matcher places = PLACE.matcher(text(name));
        return places.replaceAll(place -> {
            String value = values.get(place.group(1));
            if (value == null) {
                throw new IllegalArgumentException("prompts/" + name + " has a place for " + place.group(1));
            }
            return Matcher.quoteReplacement(value);
        });
    }

    static AnswerSchema schema(String name) {
        return AnswerSchema.of(text(name));
    }
}
